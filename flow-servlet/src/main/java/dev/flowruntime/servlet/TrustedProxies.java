package dev.flowruntime.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client behind the proxies that are trusted to name it.
 *
 * <p>{@code X-Forwarded-For} is read from its end, where the nearest proxy wrote. Whatever stands before the first address
 * that is not a trusted proxy's may be made up by the client, and is not looked at.
 */
final class TrustedProxies {
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private static final Pattern ZONE = Pattern.compile("%[^]]*");

    private final List<IpRange> ranges;

    TrustedProxies(List<IpRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** @return null when the connection has no address, as on a local socket */
    @Nullable
    IpAddress client(HttpServletRequest request) {
        List<String> forwarded = ranges.isEmpty() ? List.of() : Collections.list(request.getHeaders("X-Forwarded-For"));
        return client(request.getRemoteAddr(), forwarded);
    }

    /**
     * @param peer the address of the connection; it may have a zone
     * @param forwarded the lines of {@code X-Forwarded-For}, in their order
     */
    @Nullable
    IpAddress client(@Nullable String peer, List<String> forwarded) {
        IpAddress client = peer == null ? null : address(withoutZone(peer));
        for (int line = forwarded.size() - 1; line >= 0 && isTrusted(client); line--) {
            String hops = forwarded.get(line);
            for (int end = hops.length(); end >= 0 && isTrusted(client); ) {
                int comma = hops.lastIndexOf(',', end - 1);
                String hop = hops.substring(comma + 1, end).strip();
                IpAddress next = hop.isEmpty() ? client : address(hop);
                if (next == null) {
                    return client; // who wrote this is the last that is known
                }
                client = next;
                end = comma;
            }
        }
        return client;
    }

    private boolean isTrusted(@Nullable IpAddress address) {
        return address != null && ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** Some containers name the interface of a link-local peer: {@code fe80::1%eth0}. */
    private static String withoutZone(String peer) {
        return peer.indexOf('%') < 0 ? peer : ZONE.matcher(peer).replaceFirst("");
    }

    /** Some write the port too, {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}, and some the brackets alone. */
    private static @Nullable IpAddress address(String hop) {
        Matcher matcher = WITH_PORT.matcher(hop);
        if (!matcher.matches()) {
            return IpAddress.parse(hop);
        }
        return IpAddress.parse(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
}
