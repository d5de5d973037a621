/** Form fields: their JSON Schema out, submitted values in. */
@NullMarked
package dev.flowruntime.form;

import org.jspecify.annotations.NullMarked;
