/** Files that say what a tenant should be, and what makes it so. */
@NullMarked
package dev.flowruntime.provisioning;

import org.jspecify.annotations.NullMarked;
