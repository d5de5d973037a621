/** What a runtime tells of itself, and how it becomes meters. */
@NullMarked
package dev.flowruntime.metrics;

import org.jspecify.annotations.NullMarked;
