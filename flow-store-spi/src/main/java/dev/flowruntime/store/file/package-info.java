/** Files of visitors in a directory. */
@NullMarked
package dev.flowruntime.store.file;

import org.jspecify.annotations.NullMarked;
