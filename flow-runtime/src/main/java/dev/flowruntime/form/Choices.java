package dev.flowruntime.form;

import dev.flowruntime.document.Members;
import dev.flowruntime.model.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public final class Choices implements ExpectedInput {
    public static Choices read(Members m) {
        return new Choices();
    }

    public Json schema() {
        return Json.EMPTY_OBJECT;
    }

    public Json blockPayload(@Nullable String text) {
        return Json.EMPTY_OBJECT;
    }

    public Checked check(Map<String, @Nullable Object> values) {
        return new Checked.Accepted(values);
    }
}
