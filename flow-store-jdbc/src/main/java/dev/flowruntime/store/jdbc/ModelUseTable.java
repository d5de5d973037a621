package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ModelUse;
import dev.flowruntime.store.ModelSpend;
import java.sql.SQLException;

/** What models used, in {@code flow_model_use}. */
final class ModelUseTable {
    static final Insert INSERT = Insert.into(
            "flow_model_use",
            "tenant_id",
            "execution_id",
            "revision",
            "model",
            "conversation_id",
            "prompt_tokens",
            "completion_tokens",
            "cost_micros",
            "at",
            "test");

    /** What {@link #readSpend} reads; the tenant is its first parameter. */
    static final String SUMS = """
            select model, sum(prompt_tokens), sum(completion_tokens),
                coalesce(sum(cost_micros), 0),
                coalesce(sum(case when cost_micros is null then prompt_tokens + completion_tokens end), 0)
            from flow_model_use where tenant_id = ?
            """;

    static final String BY_MODEL = " group by model order by model";

    private ModelUseTable() {}

    static void bind(Values params, ModelUse use) throws SQLException {
        params.uuid(use.tenant().value())
                .uuid(use.execution().value())
                .number(use.revision())
                .text(use.model())
                .uuid(use.conversation().value())
                .number(use.promptTokens())
                .number(use.completionTokens())
                .numberOrNull(use.costMicros())
                .instant(use.at())
                .flag(use.test());
    }

    static ModelSpend readSpend(Row row) throws SQLException {
        return new ModelSpend(row.text(), row.number(), row.number(), row.number(), row.number());
    }
}
