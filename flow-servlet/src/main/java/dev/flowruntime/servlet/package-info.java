/** The servlet that mounts the API in any Jakarta servlet container. */
@NullMarked
package dev.flowruntime.servlet;

import org.jspecify.annotations.NullMarked;
