package dev.flowruntime.form;

import dev.flowruntime.document.Members;
import dev.flowruntime.model.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class Form implements ExpectedInput {
    public static Form read(Members m) {
        return new Form();
    }

    public Json schema() {
        return Json.EMPTY_OBJECT;
    }

    public Json blockPayload() {
        return Json.EMPTY_OBJECT;
    }

    public Checked check(Map<String, @Nullable Object> values) {
        return new Checked.Accepted(values);
    }
}
