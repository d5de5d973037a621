/** Spreads tenants over several flow stores. */
@NullMarked
package dev.flowruntime.store.shard;

import org.jspecify.annotations.NullMarked;
