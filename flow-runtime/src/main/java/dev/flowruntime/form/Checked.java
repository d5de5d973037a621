package dev.flowruntime.form;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

public sealed interface Checked {
    record Accepted(Map<String, @Nullable Object> values) implements Checked {}

    record Refused(Map<String, List<String>> fields) implements Checked {}
}
