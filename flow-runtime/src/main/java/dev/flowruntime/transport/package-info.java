/** Requests to the world outside: which addresses may be dialled, and one bounded HTTP exchange with them. */
@NullMarked
package dev.flowruntime.transport;

import org.jspecify.annotations.NullMarked;
