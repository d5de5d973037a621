/** What an embedder calls: the runtime, its requests, replies and errors. */
@NullMarked
package dev.flowruntime;

import org.jspecify.annotations.NullMarked;
