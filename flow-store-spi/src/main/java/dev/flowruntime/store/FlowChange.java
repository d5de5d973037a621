package dev.flowruntime.store;

import dev.flowruntime.model.FlowVersion;

/** What came of publishing or activating a flow version. */
public sealed interface FlowChange {
    /** @param version as it stands now */
    record Changed(FlowVersion version) implements FlowChange {}

    /**
     * Another active flow has the intent; nothing changed.
     *
     * @param code that flow's
     */
    record IntentTaken(String code) implements FlowChange {}

    /** The flow is not what the caller took it for; nothing changed. */
    record Stale() implements FlowChange {}
}
