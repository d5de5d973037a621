package dev.flowruntime.token;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An origin whose pages may use a widget key: {@code scheme://host[:port]}, or with {@code *.} before the host, which
 * stands for one or more labels and never for none.
 *
 * <p>Immutable; two that allow the same are equal.
 */
public final class AllowedOrigin {
    private static final int MAX_LENGTH = 300;
    private static final String ANY = "*.";

    /** The origin itself, or the one that a wildcard stands before. */
    private final Origin base;

    private final boolean wildcard;

    private AllowedOrigin(Origin base, boolean wildcard) {
        this.base = base;
        this.wildcard = wildcard;
    }

    /**
     * Reads what a person wrote: letter case, a default port, international names and spellings of IPv6 are brought into the
     * form that browsers send.
     *
     * @throws IllegalArgumentException with a message for people, when the text is no such rule, or when a wildcard would
     *     let strangers in: right before a public suffix ({@code https://*.co.uk}, {@code https://*.github.io}) or a name
     *     of one label other than {@code localhost}
     */
    public static AllowedOrigin parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an allowed origin is at most " + MAX_LENGTH + " characters long");
        }
        String scheme = scheme(text);
        String rest = text.substring(scheme.length() + "://".length());
        if (rest.chars().anyMatch(c -> "/?#\\@".indexOf(c) >= 0)) {
            throw refused(text, "it ends after the host and port: no path, not even a slash, no query and no user");
        }
        boolean wildcard = rest.startsWith(ANY);
        String authority = wildcard ? rest.substring(ANY.length()) : rest;
        int colon = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
        String host = host(text, colon < 0 ? authority : authority.substring(0, colon));
        int port = colon < 0 ? Origin.defaultPort(scheme) : Origin.port(authority.substring(colon + 1));
        if (port == 0) {
            throw refused(text, "a port is a number from 1 to 65535");
        }
        if (wildcard) {
            checkWildcard(text, host);
        }
        String portText = port == Origin.defaultPort(scheme) ? "" : ":" + port;
        Origin base = Origin.parse(scheme + "://" + host + portText)
                .orElseThrow(() -> refused(text, "no browser sends such an origin"));
        return new AllowedOrigin(base, wildcard);
    }

    public boolean allows(Origin origin) {
        if (!wildcard) {
            return base.equals(origin);
        }
        return base.port() == origin.port()
                && base.scheme().equals(origin.scheme())
                && origin.host().endsWith("." + base.host());
    }

    boolean isWildcard() {
        return wildcard;
    }

    private static String scheme(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(text, "it begins with http:// or https://");
        }
        return scheme;
    }

    private static String host(String text, String written) {
        if (written.contains("*")) {
            throw refused(text, "a wildcard is the whole first label and followed by a name, as in https://*.acme.com");
        }
        if (written.endsWith(".")) {
            throw refused(text, "a host has no dot at its end");
        }
        String host = HostName.canonical(written);
        if (host == null) {
            throw refused(
                    text,
                    "the host is not one that a browser can show; where it has letters beyond a to z, write it in its xn-- form");
        }
        return host;
    }

    private static void checkWildcard(String text, String host) {
        if (HostName.isAddress(host)) {
            throw refused(text, "a wildcard stands before a name, not before an IP address");
        }
        // Whatever is below localhost is the visitor's own machine (RFC 6761), so developers may have their wildcard.
        if (!host.equals("localhost") && PublicSuffixes.isSharedByStrangers(host)) {
            throw refused(
                    text, "anyone may own a name below " + host + "; put your own name there, as in *.acme." + host);
        }
    }

    private static IllegalArgumentException refused(String text, String reason) {
        return new IllegalArgumentException("\"" + text + "\" is no allowed origin: " + reason);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AllowedOrigin that && wildcard == that.wildcard && base.equals(that.base);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The rule in its canonical form, which {@link #parse} reads again. */
    @Override
    public String toString() {
        if (!wildcard) {
            return base.toString();
        }
        int hostStart = base.scheme().length() + "://".length();
        return new StringBuilder(base.toString()).insert(hostStart, ANY).toString();
    }
}
