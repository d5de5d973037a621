package dev.flowruntime.provisioning;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
            if (Files.notExists(found)) {
                root.error(item, "there is no file " + path);
                return;
            }
            parts.add(Part.ofFile(Document.read(found)));
        } catch (DocumentException e) {
            unreadable.addAll(e.problems());
        } catch (InvalidPathException e) {
            root.error(item, "is not the path of a file: " + e.getReason());
        }
    }

    /** The problems of documents that could not be read at all. */
    List<Problem> unreadable() {
        return unreadable;
    }
}
