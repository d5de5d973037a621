package dev.flowruntime.examples;

import dev.flowruntime.provisioning.Provisioned;
import java.io.PrintWriter;

/** Tells a person what provisioning did: changes and new credentials on one stream, warnings on the other. */
record ProvisioningReport(PrintWriter out, PrintWriter err) {
    void print(Provisioned provisioned) {
        provisioned.warnings().forEach(err::println);
        err.flush();
        provisioned.changes().forEach(change -> out.println(change.subject() + ": " + change.outcome()));
        provisioned
                .credentials()
                .forEach(credential -> out.println("widget key " + credential.widgetKey() + ": " + credential.kind()
                        + " " + credential.value().reveal()));
        out.flush();
    }
}
