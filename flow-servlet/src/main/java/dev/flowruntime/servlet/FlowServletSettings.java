package dev.flowruntime.servlet;

import java.util.function.Supplier;

/**
 * How the API is mounted.
 *
 * @param requireOrigin whether chat requests without an {@code Origin} header are refused
 * @param bodyLimit of a JSON body, in bytes
 * @param engineBodyLimit of a JSON body of the Engine API, in bytes
 * @param requestIds names requests that came without a usable {@code X-Request-Id}
 */
record FlowServletSettings(boolean requireOrigin, int bodyLimit, int engineBodyLimit, Supplier<String> requestIds) {}
