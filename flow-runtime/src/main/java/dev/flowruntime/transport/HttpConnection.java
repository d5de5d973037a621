package dev.flowruntime.transport;

import dev.flowruntime.document.HeaderName;
import dev.flowruntime.model.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that flows ask by name: where it is, and the headers, secret ones among them, that every request to it has.
 *
 * @param url what every request's URL begins with, such as {@code https://api.acme.com/v2}
 * @param headers they take the place of headers that a flow gives
 */
public record HttpConnection(String url, Map<String, Secret> headers) {
    /** @throws IllegalArgumentException when the URL has a query or is none, or a header's name cannot be given */
    public HttpConnection {
        String wrong = Reach.PUBLIC_AND_LOOPBACK.whyNot(url);
        if (wrong != null) {
            throw new IllegalArgumentException("the URL of a connection " + wrong);
        }
        if (url.indexOf('?') >= 0 || url.endsWith("/")) {
            throw new IllegalArgumentException("the URL of a connection must have no query and no slash at its end");
        }
        headers.keySet().forEach(HttpConnection::requireName);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void requireName(String name) {
        @Nullable String refusal = HeaderName.whyNot(name);
        if (refusal != null) {
            throw new IllegalArgumentException(name + " " + refusal);
        }
    }

    /** A system whose requests have no headers of their own yet. */
    public static HttpConnection to(String url) {
        return new HttpConnection(url, Map.of());
    }

    /** The same connection with one more header; its value is kept out of logs, histories and errors. */
    public HttpConnection with(String header, String value) {
        Map<String, Secret> more = new LinkedHashMap<>(headers);
        more.put(header, new Secret(value));
        return new HttpConnection(url, more);
    }
}
