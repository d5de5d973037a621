/** The node SPI and the built-in nodes. */
@NullMarked
package dev.flowruntime.node;

import org.jspecify.annotations.NullMarked;
