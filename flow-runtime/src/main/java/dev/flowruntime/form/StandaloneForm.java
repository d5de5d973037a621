package dev.flowruntime.form;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import dev.flowruntime.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form document: a form that pages show by itself, outside of any conversation. Immutable and thread-safe.
 *
 * @param code {@code ^[a-z][a-z0-9_]{0,63}$}, unique in its tenant
 * @param title at most 255 characters
 * @param confirmation what a visitor is told afterwards
 * @param allowedUploadTypes media types such as {@code image/png} or {@code image/*}, for fields that name none themselves
 * @param published false for a form that visitors are not to get
 */
public record StandaloneForm(
        String code,
        String title,
        @Nullable String confirmation,
        List<String> allowedUploadTypes,
        boolean published,
        Form form) {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/(\\*|[a-z0-9][a-z0-9!#$&^_.+-]*)");
    private static final int MAX_TITLE = 255;

    public StandaloneForm {
        allowedUploadTypes = List.copyOf(allowedUploadTypes);
    }

    /** Whether a text could be the code of a form. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** Everything that is wrong with a form document. */
    public static List<Problem> lint(Document document) {
        Problems problems = new Problems(document);
        read(document, problems);
        return problems.list();
    }

    /** @throws dev.flowruntime.document.DocumentException with all that is wrong */
    public static StandaloneForm read(Document document) {
        Problems problems = new Problems(document);
        StandaloneForm form = read(document, problems);
        problems.refuseErrors();
        return form;
    }

    private static StandaloneForm read(Document document, Problems problems) {
        if (document.root() instanceof Map) {
            return read(new Members(document.mapping(), "", problems));
        }
        problems.error("", "must be a form document");
        return new StandaloneForm(
                "", "", null, List.of(), false, Form.read(new Members(Map.of(), "", new Problems(document))));
    }

    private static StandaloneForm read(Members members) {
        StandaloneForm form = new StandaloneForm(
                code(members),
                title(members),
                members.text("confirmation"),
                uploadTypes(members),
                members.flag("published", true),
                Form.read(members));
        members.refuseUnknown();
        return form;
    }

    private static String code(Members members) {
        String code = members.requiredText("form");
        if (members.value("form") instanceof String && !isCode(code)) {
            members.error("form", "must be a letter from a to z, then at most 63 letters, digits and underscores");
        }
        return code;
    }

    private static String title(Members members) {
        String title = members.requiredText("title");
        if (members.value("title") instanceof String && title.isBlank()) {
            members.error("title", "must not be blank");
        } else if (title.codePointCount(0, title.length()) > MAX_TITLE) {
            members.error("title", "is longer than " + MAX_TITLE + " characters");
        }
        return title;
    }

    private static List<String> uploadTypes(Members members) {
        List<String> types = members.texts("allowed_upload_types");
        for (int i = 0; i < types.size(); i++) {
            if (!MEDIA_TYPE.matcher(types.get(i)).matches()) {
                members.error("allowed_upload_types[" + i + "]", "must be a MIME type such as image/png or image/*");
            }
        }
        return types;
    }

    /** The fields as clients get them: a JSON array. */
    public Json fields() {
        return Trees.json(form.fields().stream().map(FormField::toWire).toList());
    }

    /** The document, defaults left out: the same text for forms that mean the same. */
    public Json toJson() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("form", code);
        tree.putAll(form.toTree());
        if (confirmation != null) {
            tree.put("confirmation", confirmation);
        }
        if (!allowedUploadTypes.isEmpty()) {
            tree.put("allowed_upload_types", allowedUploadTypes);
        }
        if (!published) {
            tree.put("published", false);
        }
        return JsonTree.write(tree);
    }
}
