package dev.flowruntime.store;

import dev.flowruntime.model.FormVersion;

/** What came of publishing a form version. */
public sealed interface FormChange {
    /** @param version as it stands now */
    record Changed(FormVersion version) implements FormChange {}

    /** The form is not what the caller took it for; nothing changed. */
    record Stale() implements FormChange {}
}
