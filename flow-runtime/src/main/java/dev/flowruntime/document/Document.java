package dev.flowruntime.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document: a tree of plain values and where each of them stands in the file.
 *
 * <p>The tree is made of {@code Map<String, Object>} (in the order of the file), {@code List<Object>}, {@code String},
 * {@code Long}, {@code Double} (finite), {@code Boolean} and {@code null}; it is unmodifiable. Thread-safe.
 */
public final class Document {
    private final String name;
    private final @Nullable Object root;
    private final Map<String, Position> positions;

    Document(String name, @Nullable Object root, Map<String, Position> positions) {
        this.name = name;
        this.root = root;
        this.positions = positions;
    }

    /**
     * Reads YAML 1.2, and so JSON too. Duplicate keys, aliases that explode, tags of other languages and numbers that are
     * not finite are refused.
     *
     * @param name what complaints call the document, usually its path
     * @throws DocumentException when the text is not such a document
     */
    public static Document parse(String name, String text) {
        return new YamlReader(name).read(text);
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws DocumentException when it cannot be read, or is not such a document
     */
    public static Document read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the file is not a text in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "the file cannot be read: " + e.getMessage());
        }
    }

    private static DocumentException unreadable(Path file, String message) {
        return new DocumentException(
                List.of(new Problem(Problem.Severity.ERROR, file.toString(), Position.START, "", null, message)));
    }

    /** A tree that came from no file, such as one made in Java; every complaint points at its first line. */
    public static Document of(String name, @Nullable Object tree) {
        return new Document(name, tree, Map.of());
    }

    public String name() {
        return name;
    }

    public @Nullable Object root() {
        return root;
    }

    /**
     * The root as a mapping.
     *
     * @throws DocumentException when it is something else
     */
    public Map<String, @Nullable Object> mapping() {
        Problems problems = new Problems(this);
        Map<String, @Nullable Object> mapping = Members.asMapping(root);
        if (mapping == null) {
            problems.error("", "expected a mapping of members, found " + Members.kindOf(root));
            throw new DocumentException(problems.list());
        }
        return mapping;
    }

    /** Where the member at a path stands; for a member that is not there, where its nearest parent stands. */
    public Position position(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Position position = positions.get(at);
            if (position != null) {
                return position;
            }
        }
        return positions.getOrDefault("", Position.START);
    }

    private static String parent(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return cut <= 0 ? "" : path.substring(0, cut);
    }
}
