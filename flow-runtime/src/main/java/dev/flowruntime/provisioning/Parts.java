package dev.flowruntime.provisioning;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Position;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problem.Severity;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gathers the documents that stand in a list of a provisioning file: inline, or by their paths relative to it. */
final class Parts {
    private final Path file;
    private final Document document;
    private final List<Problem> unreadable = new ArrayList<>();

    Parts(Path file, Document document) {
        this.file = file;
        this.document = document;
    }

    List<Part> read(Members root, String name) {
        List<Part> parts = new ArrayList<>();
        List<?> items = root.list(name);
        for (int i = 0; i < items.size(); i++) {
            String item = name + "[" + i + "]";
            if (items.get(i) instanceof Map<?, ?> inline) {
                parts.add(Part.inline(document, item, inline));
            } else if (items.get(i) instanceof String path) {
                fromFile(root, item, path, parts);
            } else {
                root.error(item, "must be the path of a document or the document itself");
            }
        }
        return parts;
    }

    private void fromFile(Members root, String item, String path, List<Part> parts) {
        try {
            Path found = file.resolveSibling(path).normalize();
            parts.add(Part.ofFile(Document.parse(found.toString(), text(found))));
        } catch (DocumentException e) {
            unreadable.addAll(e.problems());
        } catch (IOException | InvalidPathException e) {
            root.error(item, path + " " + reason(e));
        }
    }

    /** The problems of documents that could not be read at all. */
    List<Problem> unreadable() {
        return unreadable;
    }

    /** @throws DocumentException when there is no such file, or no document in it */
    static Document document(Path file) {
        try {
            return Document.parse(file.toString(), text(file));
        } catch (IOException e) {
            throw new DocumentException(
                    List.of(new Problem(Severity.ERROR, file.toString(), new Position(1, 1), "", null, reason(e))));
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "cannot be read: there is no such file";
        }
        if (e instanceof CharacterCodingException) {
            return "cannot be read: it is not a text in UTF-8";
        }
        return "cannot be read: " + e.getMessage();
    }
}
