package dev.flowruntime.servlet;

import dev.flowruntime.FlowException;

/** Answers the requests of one method and path. */
@FunctionalInterface
interface Handler {
    /** @throws FlowException when the request is refused */
    Answer handle(Exchange exchange);
}
