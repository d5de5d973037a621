/**
 * How the engine reaches the world outside: which addresses may be dialled, one bounded HTTP exchange with them, and the transports
 * over which tasks leave and come back.
 */
@NullMarked
package dev.flowruntime.transport;

import org.jspecify.annotations.NullMarked;
