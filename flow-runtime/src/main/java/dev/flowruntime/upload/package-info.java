/** What kind of file an upload is. */
@NullMarked
package dev.flowruntime.upload;

import org.jspecify.annotations.NullMarked;
