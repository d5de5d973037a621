package dev.flowruntime.model;

import org.jspecify.annotations.Nullable;

/**
 * A back end's right to call the engine; the token itself is not kept.
 *
 * @param hash the SHA-256 of the token in lower-case hex
 * @param tenant the one tenant that it may name; null for a token of the whole deployment
 */
public record EngineToken(
        String hash, String label, @Nullable TenantId tenant) {}
