package dev.flowruntime.transport;

import dev.flowruntime.token.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A URL in the one spelling that all who read it read alike: absolute, without user name and fragment, its host a name in ASCII
 * or an address in canonical form, everything behind it as RFC 3986 has it.
 *
 * @param host in lower case, an IPv6 address without its brackets
 * @param path with the query, at least {@code /}
 */
record TargetUrl(String scheme, String host, int port, String path) {
    static final int MAX_LENGTH = 2048;

    private static final String PATH_SIGNS = "-._~!$&'()*+,;=:@/?";

    static TargetUrl parse(String url, Reach reach) throws RefusedTargetException {
        if (url.length() > MAX_LENGTH) {
            throw new RefusedTargetException("must have at most " + MAX_LENGTH + " characters");
        }
        String scheme = scheme(url, reach);
        int start = scheme.length() + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start, end);
        if (authority.indexOf('@') >= 0) {
            throw new RefusedTargetException("must have no user name or password in it");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = host(hasPort ? authority.substring(0, colon) : authority, reach);
        int port = hasPort ? port(authority.substring(colon + 1)) : scheme.equals("https") ? 443 : 80;
        return new TargetUrl(scheme, host, port, path(url.substring(end)));
    }

    private static String scheme(String url, Reach reach) throws RefusedTargetException {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        if (scheme.equals("https") || scheme.equals("http") && reach == Reach.PUBLIC_AND_LOOPBACK) {
            return scheme;
        }
        throw new RefusedTargetException("must begin with https://");
    }

    private static String host(String text, Reach reach) throws RefusedTargetException {
        String host = text.toLowerCase(Locale.ROOT);
        if (!HostName.isCanonical(host) || host.length() != text.length()) {
            throw new RefusedTargetException(
                    "must name its host in ASCII letters, or as an address in its canonical form");
        }
        if (HostName.isAddress(host)) {
            String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            requirePermitted(address, reach);
            return address;
        }
        if (reach == Reach.PUBLIC && (host.equals("localhost") || host.endsWith(".localhost"))) {
            throw new RefusedTargetException("must not lead to this machine");
        }
        return host;
    }

    private static void requirePermitted(String address, Reach reach) throws RefusedTargetException {
        try {
            InetAddress read = InetAddress.getByName(address); // and not looked up
            boolean mapped = address.indexOf(':') >= 0 && read.getAddress().length == 4;
            if (mapped || !reach.permits(read)) {
                throw new RefusedTargetException("must lead to a public address");
            }
        } catch (RefusedTargetException e) {
            throw e;
        } catch (UnknownHostException e) {
            throw new RefusedTargetException("must name its host by an address that there is");
        }
    }

    private static int port(String text) throws RefusedTargetException {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        }
        throw new RefusedTargetException("must have a port from 1 to 65535, or none");
    }

    private static String path(String rest) throws RefusedTargetException {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '#') {
                throw new RefusedTargetException("must have no fragment");
            }
            if (c == '%') {
                if (i + 2 >= rest.length() || !isHex(rest.charAt(i + 1)) || !isHex(rest.charAt(i + 2))) {
                    throw new RefusedTargetException("must have two hex digits behind each %");
                }
            } else if (!isAlphanumeric(c) && PATH_SIGNS.indexOf(c) < 0) {
                throw new RefusedTargetException("must encode what a URL cannot hold");
            }
        }
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
