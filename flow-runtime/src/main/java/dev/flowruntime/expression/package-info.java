/** Templates and conditions of flow documents, in one bounded expression language. */
@NullMarked
package dev.flowruntime.expression;

import org.jspecify.annotations.NullMarked;
