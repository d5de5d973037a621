/** What crashes leave behind: connections cut at every statement, servers killed, and what must hold in the tables afterwards. */
@NullMarked
package dev.flowruntime.store.jdbc.crash;

import org.jspecify.annotations.NullMarked;
