package dev.flowruntime.form;

import java.util.Map;
import java.util.function.Predicate;

/**
 * One thing that a value must be: the single source of its check and of what the schema says of it.
 *
 * @param reason told to people when it does not hold
 * @param says the keywords that mean the same in JSON Schema; empty where it has no words for it
 */
record Rule<T>(Predicate<? super T> holds, String reason, Map<String, Object> says) {
    Rule(Predicate<? super T> holds, String reason) {
        this(holds, reason, Map.of());
    }

    Rule(Predicate<? super T> holds, String reason, String keyword, Object says) {
        this(holds, reason, Map.of(keyword, says));
    }
}
