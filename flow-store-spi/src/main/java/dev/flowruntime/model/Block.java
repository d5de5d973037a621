package dev.flowruntime.model;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a client renders.
 *
 * @param id unique and stable within the execution
 * @param type such as {@code message} or {@code form}; clients skip types that they do not know
 * @param payload a JSON object
 * @param meta a JSON object for clients that look for it
 */
public record Block(
        String id, String type, Json payload, @Nullable Json meta) {}
