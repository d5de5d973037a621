package dev.flowruntime.form;

import dev.flowruntime.model.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public interface ExpectedInput {
    Json schema();

    Checked check(Map<String, @Nullable Object> values);
}
