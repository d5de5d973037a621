/** Real databases for the tests: started by the first test that needs one, gone with the JVM. */
@NullMarked
package dev.flowruntime.store.jdbc.database;

import org.jspecify.annotations.NullMarked;
