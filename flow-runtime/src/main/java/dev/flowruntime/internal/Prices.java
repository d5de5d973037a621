package dev.flowruntime.internal;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.llm.ModelPrice;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SettingsStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What models cost each tenant, kept as a setting; as this node knows it: at most five seconds old. */
public final class Prices {
    /** The setting's name. */
    public static final String SETTING = "model_prices";

    private static final Json NONE = new Json("[]");

    private final SettingsStore store;
    private final FreshCache<TenantId, Map<String, ModelPrice>> prices;

    Prices(SettingsStore store, LongSupplier nanoTime) {
        this.store = store;
        this.prices = new FreshCache<>(10_000, nanoTime, this::load);
    }

    /** By the names of the models. */
    public Map<String, ModelPrice> of(TenantId tenant) {
        return prices.get(tenant);
    }

    /** @throws IllegalArgumentException when the setting has not the shape of prices */
    public void put(TenantId tenant, Json setting) {
        read(setting);
        store.put(tenant, SETTING, setting);
        prices.forget();
    }

    private Map<String, ModelPrice> load(TenantId tenant) {
        return read(store.find(tenant, SETTING).orElse(NONE));
    }

    private static Map<String, ModelPrice> read(Json setting) {
        if (!(JsonTree.read(setting) instanceof List<?> items)) {
            throw new IllegalArgumentException("prices are a list");
        }
        Map<String, ModelPrice> prices = new LinkedHashMap<>();
        for (Object item : items) {
            if (item instanceof Map<?, ?> entry
                    && entry.get("model") instanceof String model
                    && entry.get("prompt_micros_per_million") instanceof Long prompt
                    && entry.get("completion_micros_per_million") instanceof Long completion) {
                prices.put(model, new ModelPrice(model, prompt, completion));
            } else {
                throw new IllegalArgumentException("a price has a model and two whole numbers: " + item);
            }
        }
        return Map.copyOf(prices);
    }

    /** The setting that says these prices. */
    public static Json write(List<ModelPrice> prices) {
        List<Object> tree = new ArrayList<>();
        for (ModelPrice price : prices) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("model", price.model());
            entry.put("prompt_micros_per_million", price.promptMicros());
            entry.put("completion_micros_per_million", price.completionMicros());
            tree.add(entry);
        }
        return JsonTree.write(tree);
    }
}
