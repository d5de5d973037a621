package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import dev.flowruntime.form.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code forms}: standalone forms. */
final class FormSection {
    private static final Pattern MIME_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/(\\*|[a-z0-9][a-z0-9!#$&^_.+-]*)");

    private final List<Problem> problems;
    private final Map<String, Part> codes = new HashMap<>();

    FormSection(List<Problem> problems) {
        this.problems = problems;
    }

    List<Object> read(Members root, Parts parts) {
        List<Object> forms = new ArrayList<>();
        for (Part part : parts.read(root, "forms")) {
            if (part.document().root() instanceof Map<?, ?> tree) {
                forms.add(tree);
                check(part);
            } else {
                problems.add(part.error("", "must be a form document"));
            }
        }
        return forms;
    }

    private void check(Part part) {
        Problems found = new Problems(part.document());
        Members form = new Members(part.document().mapping(), "", found);
        String code = Texts.code(form, "form");
        Part same = code.isEmpty() ? null : codes.putIfAbsent(code, part);
        if (same != null) {
            form.error("form", code + " is the form at " + same.place("form") + " already");
        }
        Texts.required(form, "title", 255);
        form.text("confirmation");
        form.flag("published", true);
        uploadTypes(form);
        Form.read(form);
        form.refuseUnknown();
        found.list().forEach(problem -> problems.add(part.located(problem)));
    }

    private static void uploadTypes(Members form) {
        List<@Nullable Object> types = form.list("allowed_upload_types");
        for (int i = 0; i < types.size(); i++) {
            if (!(types.get(i) instanceof String type) || !MIME_TYPE.matches(type)) {
                form.error("allowed_upload_types[" + i + "]", "must be a MIME type such as image/png or image/*");
            }
        }
    }
}
