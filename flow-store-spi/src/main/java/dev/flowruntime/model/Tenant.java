package dev.flowruntime.model;

import java.time.Instant;

/**
 * A customer of the host; nothing of one tenant is ever seen by another.
 *
 * @param slug a short name for people and addresses, unique among tenants
 */
public record Tenant(TenantId id, String slug, String name, Instant createdAt) {}
