package dev.flowruntime;

import dev.flowruntime.model.FormVersion;

/**
 * What came of publishing a form.
 *
 * @param version the active version now
 * @param changed false when the document was the active version's already and nothing was done
 */
public record PublishedForm(FormVersion version, boolean changed) {}
