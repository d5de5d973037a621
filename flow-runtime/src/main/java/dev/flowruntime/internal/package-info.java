/** The engine behind the API: the turn runner, the workers and the caches; free to change. */
@NullMarked
package dev.flowruntime.internal;

import org.jspecify.annotations.NullMarked;
