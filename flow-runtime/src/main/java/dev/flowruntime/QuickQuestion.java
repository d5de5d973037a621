package dev.flowruntime;

import dev.flowruntime.model.FlowId;
import org.jspecify.annotations.Nullable;

/**
 * A question that a visitor can ask with one click.
 *
 * @param flowId the flow that answers it; null when there is none such
 * @param intentName the intent to trigger; null when the flow is not published or not permitted to the widget key
 */
public record QuickQuestion(
        String question,
        String pageType,
        @Nullable FlowId flowId,
        @Nullable String intentName) {}
