package dev.flowruntime.internal;

import dev.flowruntime.TokenUsage;
import dev.flowruntime.llm.ModelCall;
import dev.flowruntime.llm.ModelPrice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What models used, in the order in which they were first called; never changed. */
record UsedModels(List<Used> models) {
    static final UsedModels NONE = new UsedModels(List.of());

    UsedModels {
        models = List.copyOf(models);
    }

    /**
     * What one model used.
     *
     * @param costMicros null when it had no price
     */
    record Used(
            String model,
            long promptTokens,
            long completionTokens,
            @Nullable Long costMicros) {
        Used plus(Used more) {
            Long cost = costMicros == null || more.costMicros == null ? null : costMicros + more.costMicros;
            return new Used(model, promptTokens + more.promptTokens, completionTokens + more.completionTokens, cost);
        }

        long tokens() {
            return promptTokens + completionTokens;
        }
    }

    static UsedModels of(List<ModelCall> calls, Map<String, ModelPrice> prices) {
        List<Used> used = new ArrayList<>();
        for (ModelCall call : calls) {
            ModelPrice price = prices.get(call.model());
            used.add(new Used(
                    call.model(),
                    call.promptTokens(),
                    call.completionTokens(),
                    price == null ? null : price.costMicros(call)));
        }
        return NONE.plus(new UsedModels(used));
    }

    boolean isEmpty() {
        return models.isEmpty();
    }

    UsedModels plus(UsedModels more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, Used> sums = new LinkedHashMap<>();
        models.forEach(used -> sums.merge(used.model(), used, Used::plus));
        more.models.forEach(used -> sums.merge(used.model(), used, Used::plus));
        return new UsedModels(List.copyOf(sums.values()));
    }

    /** All together; null when no model ran. */
    @Nullable
    TokenUsage total() {
        if (models.isEmpty()) {
            return null;
        }
        Used most = models.get(0);
        Used sum = null;
        for (Used used : models) {
            most = used.tokens() > most.tokens() ? used : most;
            sum = sum == null ? used : sum.plus(used);
        }
        Used all = Objects.requireNonNull(sum);
        return new TokenUsage(all.promptTokens(), all.completionTokens(), most.model(), all.costMicros());
    }

    /** As the state of an execution keeps it. */
    List<Object> toTree() {
        List<Object> tree = new ArrayList<>();
        for (Used used : models) {
            List<@Nullable Object> row = new ArrayList<>(4);
            row.add(used.model());
            row.add(used.promptTokens());
            row.add(used.completionTokens());
            row.add(used.costMicros());
            tree.add(row);
        }
        return tree;
    }

    /** @param tree null for none */
    static UsedModels read(@Nullable Object tree) {
        List<Used> used = new ArrayList<>();
        for (Object item : tree == null ? List.of() : (List<?>) tree) {
            List<?> row = (List<?>) item;
            used.add(new Used((String) row.get(0), (Long) row.get(1), (Long) row.get(2), (Long) row.get(3)));
        }
        return used.isEmpty() ? NONE : new UsedModels(used);
    }
}
