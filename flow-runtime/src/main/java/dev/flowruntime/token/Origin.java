package dev.flowruntime.token;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a page comes from, as a browser tells it in the {@code Origin} header: scheme, host and port. Immutable. */
public final class Origin {
    private static final int MAX_LENGTH = "https://".length() + 253 + ":65535".length();

    private final String text;
    private final String scheme;
    private final String host;
    private final int port;

    private Origin(String text, String scheme, String host, int port) {
        this.text = text;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads the one spelling that browsers send: lower case, international names as {@code xn--}, no default port, no
     * path, no trailing dot. Any other text is no origin, the text {@code null} included.
     */
    public static Optional<Origin> parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String scheme = header.startsWith("https:") ? "https" : "http";
        if (!header.startsWith(scheme + "://")) {
            return Optional.empty();
        }
        int hostStart = scheme.length() + "://".length();
        int colon = header.indexOf(':', Math.max(hostStart, header.indexOf(']')));
        String host = header.substring(hostStart, colon < 0 ? header.length() : colon);
        int port = colon < 0 ? defaultPort(scheme) : port(header.substring(colon + 1));
        boolean portIsCanonical = colon < 0 || port > 0 && port != defaultPort(scheme);
        return portIsCanonical && HostName.isCanonical(host)
                ? Optional.of(new Origin(header, scheme, host, port))
                : Optional.empty();
    }

    String scheme() {
        return scheme;
    }

    String host() {
        return host;
    }

    /** Never absent: the default port of the scheme where the text has none. */
    int port() {
        return port;
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** The port that a text of one to five digits without a leading zero names, or 0. */
    static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || digits.charAt(0) == '0') {
            return 0;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            port = port * 10 + c - '0';
        }
        return port <= 65535 ? port : 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The header's own text. */
    @Override
    public String toString() {
        return text;
    }
}
