/** Stores with one fault each, and the tests of the contract kit that find them. */
@NullMarked
package dev.flowruntime.store.broken;

import org.jspecify.annotations.NullMarked;
