/** Immutable values that the engine, the stores and the transports share. */
@NullMarked
package dev.flowruntime.model;

import org.jspecify.annotations.NullMarked;
