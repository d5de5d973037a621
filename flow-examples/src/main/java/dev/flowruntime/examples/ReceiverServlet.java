package dev.flowruntime.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowruntime.model.Secret;
import dev.flowruntime.token.WebhookSignature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the webhooks of the demo, as a shop's own server would, and shows the last ones on a page. */
final class ReceiverServlet extends HttpServlet {
    static final String PATH = "/webhooks";

    private static final long serialVersionUID = 1L;
    private static final int KEPT = 50;
    private static final int MAX_BYTES = 256 * 1024;
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final transient Secret secret;
    private final transient Deque<Received> received = new ArrayDeque<>();

    private record Received(String event, String id, String timestamp, String body) {}

    ReceiverServlet(Secret secret) {
        this.secret = secret;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readNBytes(MAX_BYTES), UTF_8);
        String given = header(request, "X-Comerix-Signature");
        String expected = WebhookSignature.ofBody(secret, body);
        // One secret, so one signature; while a secret is being changed there are two, and one of them has to be right.
        if (!MessageDigest.isEqual(given.getBytes(UTF_8), expected.getBytes(UTF_8))) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        remember(new Received(
                header(request, "X-Comerix-Event"),
                header(request, "X-Comerix-Event-Id"),
                header(request, "webhook-timestamp"),
                body));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static String header(HttpServletRequest request, String name) {
        @Nullable String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /** The newest first; one that comes again is there already. */
    private void remember(Received webhook) {
        synchronized (received) {
            if (received.stream().noneMatch(known -> known.id().equals(webhook.id()))) {
                received.addFirst(webhook);
            }
            if (received.size() > KEPT) {
                received.removeLast();
            }
        }
    }

    private List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html;charset=utf-8");
        response.getOutputStream().write(page().getBytes(UTF_8));
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta http-equiv="refresh" content="2">
                  <title>Acme — webhooks</title>
                  <link rel="icon" href="data:,">
                  <link rel="stylesheet" href="/shop/shop.css">
                </head>
                <body>
                  <header class="bar"><a class="logo" href="/">Acme<span>.</span></a></header>
                  <main class="webhooks">
                    <h1>Webhooks</h1>
                    <p>What Acme's own server was told, the newest first. Each signature was verified.</p>
                """);
        for (Received webhook : received()) {
            page.append("    <article><h2>").append(escaped(webhook.event())).append("</h2><p>");
            page.append(escaped(webhook.id())).append(" · ").append(escaped(webhook.timestamp()));
            page.append("</p><pre>").append(escaped(webhook.body())).append("</pre></article>\n");
        }
        return page.append("  </main>\n</body>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
