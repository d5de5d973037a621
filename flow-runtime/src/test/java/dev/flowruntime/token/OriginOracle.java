package dev.flowruntime.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A second opinion on origins, by other means than the code under test: {@link URI} takes the header apart, lists of labels
 * are compared instead of texts, and addresses that no simple rule judges are named one by one.
 */
final class OriginOracle {
    private static final Set<String> ADDRESSES = Set.of(
            "127.0.0.1",
            "10.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[2001:db8::1]",
            "[2001:db8:0:1:1:1:1:1]",
            "[::ffff:7f00:1]");

    private OriginOracle() {}

    /** @param rule in canonical form, as these tests write all rules that go to the oracle */
    static boolean allows(String rule, String header) {
        URI origin = uri(header);
        if (origin == null || !isCanonical(origin, header)) {
            return false;
        }
        URI allowed = uri(rule.replace("://*.", "://"));
        if (!allowed.getScheme().equals(origin.getScheme()) || port(allowed) != port(origin)) {
            return false;
        }
        List<String> wanted = labels(host(allowed));
        List<String> given = labels(host(origin));
        if (!rule.contains("*")) {
            return given.equals(wanted);
        }
        int extra = given.size() - wanted.size();
        return extra >= 1 && given.subList(extra, given.size()).equals(wanted);
    }

    static boolean isOrigin(String header) {
        URI origin = uri(header);
        return origin != null && isCanonical(origin, header);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isCanonical(URI origin, String header) {
        boolean web = "http".equals(origin.getScheme()) || "https".equals(origin.getScheme());
        if (!web
                || origin.getRawAuthority() == null
                || !header.equals(origin.getScheme() + "://" + origin.getRawAuthority())) {
            return false;
        }
        String host = host(origin);
        String port = origin.getRawAuthority().substring(host.length());
        boolean portIsCanonical = port.isEmpty()
                || port.matches(":[1-9][0-9]{0,4}") && port(origin) <= 65535 && port(origin) != defaultPort(origin);
        return portIsCanonical && isHost(host);
    }

    private static String host(URI origin) {
        return origin.getRawAuthority().replaceFirst(":[^:\\]]*$", "");
    }

    private static int port(URI origin) {
        String port = origin.getRawAuthority().substring(host(origin).length());
        return port.isEmpty() ? defaultPort(origin) : Integer.parseInt(port.substring(1));
    }

    private static int defaultPort(URI origin) {
        return "https".equals(origin.getScheme()) ? 443 : 80;
    }

    private static boolean isHost(String host) {
        List<String> labels = labels(host);
        String last = labels.get(labels.size() - 1);
        if (ADDRESSES.contains(host)) {
            return true;
        }
        if (host.startsWith("[") || last.matches("\\d+") || last.matches("0x[0-9a-f]*")) {
            return false;
        }
        return host.length() <= 253 && labels.stream().allMatch(label -> label.matches("(?!-)[a-z0-9_-]{1,63}(?<!-)"));
    }

    private static List<String> labels(String host) {
        return ADDRESSES.contains(host) ? List.of(host) : Arrays.asList(host.split("\\.", -1));
    }
}
