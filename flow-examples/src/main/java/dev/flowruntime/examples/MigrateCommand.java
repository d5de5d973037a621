package dev.flowruntime.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings a database's schema up to date. */
@Command(
        name = "migrate",
        description = {
            "Brings the database's schema up to date, makes the partitions of the coming twelve months, and checks it all.",
            "On PostgreSQL it makes the roles flow_app and flow_dispatcher when they are missing and the login may."
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoreOptions store = new StoreOptions();

    @Override
    public Integer call() {
        store.migrate();
        spec.commandLine().getOut().println("the schema is up to date");
        return 0;
    }
}
