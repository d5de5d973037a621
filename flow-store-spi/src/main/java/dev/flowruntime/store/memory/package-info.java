/** The in-memory flow store, for tests and demos; nothing in it survives the process. */
@NullMarked
package dev.flowruntime.store.memory;

import org.jspecify.annotations.NullMarked;
