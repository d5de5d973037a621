package dev.flowruntime.examples;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on. */
class StoreOptions {
    @Option(names = "--jdbc-url", paramLabel = "URL", description = "the database; without it all is kept in memory")
    @Nullable
    String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "USER", description = "the database's user")
    @Nullable
    String jdbcUser;

    @Option(names = "--jdbc-password", paramLabel = "PASSWORD", description = "and its password")
    @Nullable
    String jdbcPassword;

    /** @throws CommandFailure when there is no such store */
    FlowStore open() {
        if (jdbcUrl != null) {
            throw new CommandFailure(
                    "--jdbc-url: this version has no JDBC store yet; leave it out to keep all in memory");
        }
        return new InMemoryFlowStore();
    }

    /** For commands that would be pointless on a store that ends with them. */
    FlowStore openDurable() {
        if (jdbcUrl == null) {
            throw new CommandFailure("--jdbc-url is required: what this command does must outlast it");
        }
        return open();
    }
}
