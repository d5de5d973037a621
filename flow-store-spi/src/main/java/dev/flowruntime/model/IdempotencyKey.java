package dev.flowruntime.model;

/**
 * A client's own name for one request.
 *
 * @param scope within which the text names one request, such as a conversation's id; at most 100 characters
 * @param text 1 to 255 visible characters of ASCII
 */
public record IdempotencyKey(TenantId tenant, String scope, String text) {}
