package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.form.StandaloneForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code forms}: standalone forms. */
final class FormSection {
    private final List<Problem> problems;
    private final Map<String, Part> codes = new HashMap<>();

    FormSection(List<Problem> problems) {
        this.problems = problems;
    }

    List<Part> read(Members root, Parts parts) {
        List<Part> forms = parts.read(root, "forms");
        forms.forEach(this::check);
        return forms;
    }

    private void check(Part form) {
        StandaloneForm.lint(form.document()).forEach(problem -> problems.add(form.located(problem)));
        String code = form.formCode();
        Part same = code == null ? null : codes.putIfAbsent(code, form);
        if (same != null) {
            problems.add(form.error("form", code + " is the form at " + same.place("form") + " already"));
        }
    }
}
