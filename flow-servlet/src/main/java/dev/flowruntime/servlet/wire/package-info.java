/** JSON in and out: strict bodies, their members, the shapes of replies; internal, and the only package that sees Jackson. */
@NullMarked
package dev.flowruntime.servlet.wire;

import org.jspecify.annotations.NullMarked;
