package dev.flowruntime.provisioning;

import dev.flowruntime.document.Problem;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import java.util.List;

/**
 * What came of applying provisioning files.
 *
 * @param changes in the order in which they were made; empty when everything was so already
 * @param credentials those that were made because the files gave none; they are not shown again
 * @param warnings what the files' author should look at
 */
public record Provisioned(List<Change> changes, List<Credential> credentials, List<Problem> warnings) {
    /**
     * One thing that is different now.
     *
     * @param subject such as {@code flow order_status}
     * @param outcome such as {@code version 2 published}
     */
    public record Change(TenantId tenant, String subject, String outcome) {}

    /**
     * A public key or webhook secret that was made.
     *
     * @param widgetKey the label of the widget key that it belongs to
     * @param kind {@code public key} or {@code webhook secret}
     */
    public record Credential(TenantId tenant, String widgetKey, String kind, Secret value) {}

    public Provisioned {
        changes = List.copyOf(changes);
        credentials = List.copyOf(credentials);
        warnings = List.copyOf(warnings);
    }
}
