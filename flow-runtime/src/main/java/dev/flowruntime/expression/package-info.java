/**
 * Templates and conditions of flow documents: CEL without loops, bounded, over plain trees of data.
 *
 * <p>{@link dev.flowruntime.expression.Expression}, {@link dev.flowruntime.expression.Template} and {@link
 * dev.flowruntime.expression.ValueTemplate} are compiled once, are immutable and may be used by any number of threads.
 */
@NullMarked
package dev.flowruntime.expression;

import org.jspecify.annotations.NullMarked;
