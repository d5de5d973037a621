package dev.flowruntime.transport;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet: those of the registries of special-purpose addresses do not, nor does what
 * may carry one of them inside.
 *
 * <p>A table of our own, since the flags of {@link InetAddress} miss many of them.
 */
final class PublicAddresses {
    private static final List<AddressRange> NOT_PUBLIC_V4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared, behind carriers' NAT; some clouds keep metadata here
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, metadata of clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** Only this part of IPv6 is given out; all of loopback, mapped, local, NAT64 and multicast lies outside of it. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_V6 = ranges(
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3ffe::/16", // the former 6bone
            "3fff::/20"); // documentation

    private static final List<AddressRange> LOOPBACK = ranges("127.0.0.0/8", "::1/128");

    private PublicAddresses() {}

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }

    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(bytes));
        }
        return GLOBAL_V6.contains(bytes)
                && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(bytes))
                && !isIsatap(bytes);
    }

    static boolean isLoopback(InetAddress address) {
        byte[] bytes = address.getAddress();
        return LOOPBACK.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Whether the last 64 bits are those of a tunnel to the IPv4 address in the last 32. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && (bytes[11] & 0xff) == 0xfe;
    }
}
