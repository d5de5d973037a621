/** What calls of language models use, and what that costs. */
@NullMarked
package dev.flowruntime.llm;

import org.jspecify.annotations.NullMarked;
