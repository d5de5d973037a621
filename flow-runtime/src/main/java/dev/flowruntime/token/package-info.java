/** Signing keys, session tokens, wait tokens and the origins of widget keys. */
@NullMarked
package dev.flowruntime.token;

import org.jspecify.annotations.NullMarked;
