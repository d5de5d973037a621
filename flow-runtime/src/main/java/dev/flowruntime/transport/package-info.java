/** How the engine reaches the world outside: over which transports tasks leave, and how their results come back. */
@NullMarked
package dev.flowruntime.transport;

import org.jspecify.annotations.NullMarked;
