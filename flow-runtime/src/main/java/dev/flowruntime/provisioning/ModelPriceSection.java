package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import dev.flowruntime.llm.ModelCall;
import dev.flowruntime.llm.ModelPrice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code model_prices}: what the tokens of a model cost. */
final class ModelPriceSection {
    private static final long MOST = ModelPrice.MAX_MICROS;

    private ModelPriceSection() {}

    static Object read(Members root) {
        Unique models = new Unique();
        return root.each("model_prices", entry -> {
            Map<String, @Nullable Object> price = new LinkedHashMap<>();
            String model = Texts.required(entry, "model", ModelCall.MAX_MODEL);
            models.claim(entry, "model", model);
            price.put("model", model);
            price.put("prompt_micros_per_million", micros(entry, "prompt_micros_per_million"));
            price.put("completion_micros_per_million", micros(entry, "completion_micros_per_million"));
            entry.refuseUnknown();
            return price;
        });
    }

    private static long micros(Members entry, String name) {
        Long micros = entry.integer(name);
        if (micros == null) {
            if (entry.value(name) == null) {
                entry.error(name, "is required");
            }
            return 0;
        }
        if (micros < 0 || micros > MOST) {
            entry.error(name, "must be from 0 to " + MOST + " millionths of a dollar");
        }
        return micros;
    }
}
