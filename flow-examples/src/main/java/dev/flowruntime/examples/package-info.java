/** The runnable server, its commands and the demo shop. */
@NullMarked
package dev.flowruntime.examples;

import org.jspecify.annotations.NullMarked;
