package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Prices;
import dev.flowruntime.internal.PublicDocument;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import java.util.Optional;

/**
 * Small documents of a tenant's configuration, by name. What is changed here counts at once here, and within 5 s on other nodes.
 *
 * <p>{@code model_prices} is the price table of {@link Insight#prices}: a list of {@code model}, {@code prompt_micros_per_million} and
 * {@code completion_micros_per_million}.
 *
 * <p>Of two of them the public may read a part ({@link PublicReads}), which is published as soon as they are put:
 *
 * <ul>
 *   <li>{@code quick_questions}, a list of {@code question}, {@code page_type} and {@code flow}, the code of a flow;
 *   <li>{@code config}, sections of fields, each with a {@code value} and whether it is {@code public}.
 * </ul>
 */
public final class Settings {
    private final Engine engine;

    Settings(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes the document, or replaces it.
     *
     * @throws FlowException {@code VALIDATION_FAILED} when it is one of those named above, and has another shape
     */
    public void put(TenantId tenant, String name, Json document) {
        PublicDocument published = PublicDocument.of(name);
        try {
            if (published != null) {
                engine.publicDocuments()
                        .put(tenant, published, document, engine.services().now());
            } else if (name.equals(Prices.SETTING)) {
                engine.prices().put(tenant, document);
            } else {
                engine.services().store().settings().put(tenant, name, document);
            }
        } catch (IllegalArgumentException e) {
            throw new FlowException(ErrorCode.VALIDATION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    public Optional<Json> find(TenantId tenant, String name) {
        return engine.services().store().settings().find(tenant, name);
    }
}
