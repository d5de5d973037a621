/** The storage SPI: one role interface per noun, handed out by a flow store. */
@NullMarked
package dev.flowruntime.store;

import org.jspecify.annotations.NullMarked;
