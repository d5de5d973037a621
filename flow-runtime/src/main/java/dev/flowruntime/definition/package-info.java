/** Flow documents: the model, its Java builder, reader, writer, linter and picture. */
@NullMarked
package dev.flowruntime.definition;

import org.jspecify.annotations.NullMarked;
