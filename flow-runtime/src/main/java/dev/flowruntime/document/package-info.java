/** Documents that people write by hand: YAML or JSON in, typed members out, every complaint with its line. */
@NullMarked
package dev.flowruntime.document;

import org.jspecify.annotations.NullMarked;
