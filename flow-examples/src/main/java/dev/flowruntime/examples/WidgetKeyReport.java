package dev.flowruntime.examples;

import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints widget keys so that people and scripts can read them. */
record WidgetKeyReport(PrintWriter out) {
    /** A line: the public key, the status and the label, which is the rest of the line. */
    void state(WidgetKey key) {
        String status = key.status().name().toLowerCase(Locale.ROOT);
        out.printf("%s  %-7s  %s%n", key.publicKey(), status, key.label().replaceAll("\\p{Cntrl}", " "));
        out.flush();
    }

    /** What a page must show, on a line of its own. */
    void publicKey(WidgetKey key) {
        out.println("public_key: " + key.publicKey());
        out.flush();
    }

    /** Where webhooks go and what signs them, which is told this once. Nothing where there is no webhook. */
    void webhook(WidgetKey key) {
        WebhookEndpoint webhook = key.webhook();
        if (webhook != null) {
            out.println("webhook_url: " + webhook.url());
            out.println("webhook_secret: " + webhook.secret().reveal());
            out.flush();
        }
    }
}
