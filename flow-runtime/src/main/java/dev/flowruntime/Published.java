package dev.flowruntime;

import dev.flowruntime.document.Problem;
import dev.flowruntime.model.FlowVersion;
import java.util.List;

/**
 * What came of publishing a flow.
 *
 * @param version the active version now
 * @param changed false when the document was the active version's already and nothing was done
 * @param warnings what its author should look at
 */
public record Published(FlowVersion version, boolean changed, List<Problem> warnings) {
    public Published {
        warnings = List.copyOf(warnings);
    }
}
