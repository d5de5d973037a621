package dev.flowruntime;

import java.util.UUID;

/**
 * What came of telling a conversion.
 *
 * @param completionId of the completion that there is now
 * @param deduped whether it was there already
 */
public record RecordedConversion(UUID completionId, boolean deduped) {}
