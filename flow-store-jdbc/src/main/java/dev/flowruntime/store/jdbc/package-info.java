/** The flow store over any JDBC data source. */
@NullMarked
package dev.flowruntime.store.jdbc;

import org.jspecify.annotations.NullMarked;
