package dev.flowruntime.model;

import java.time.Instant;

/**
 * One published version of a standalone form; its document never changes.
 *
 * @param code names the form in its tenant
 * @param version from 1, without gaps
 * @param document the form document as JSON
 * @param active whether visitors get this version; at most one version of a form is
 */
public record FormVersion(
        TenantId tenant, FormId form, String code, int version, Json document, boolean active, Instant publishedAt) {
    public FormVersion activated(boolean next) {
        return new FormVersion(tenant, form, code, version, document, next, publishedAt);
    }
}
