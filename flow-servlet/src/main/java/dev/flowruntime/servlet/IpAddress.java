package dev.flowruntime.servlet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a host; an IPv4 one is kept as the IPv6 address that it maps to, so that both spellings are the same.
 *
 * @param high the first 64 bits: the network of an IPv6 address
 * @param low the last 64 bits
 */
record IpAddress(long high, long low) {
    static final int BITS = 128;

    private static final long IPV4_MAPPED = 0xffff_0000_0000L;
    private static final Pattern IPV6_TEXT = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    /** @return null when the text is no address; names are not looked up, and IPv4 is four plain decimals */
    static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    private static @Nullable IpAddress parseIpv4(String text) {
        long bits = 0;
        int octets = 0;
        for (int start = 0; start <= text.length(); octets++) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            int octet = octet(text, start, end);
            if (octet < 0 || octets == 4) {
                return null;
            }
            bits = bits << 8 | octet;
            start = end + 1;
        }
        return octets == 4 ? new IpAddress(0, IPV4_MAPPED | bits) : null;
    }

    /** @return -1 for anything but 0 to 255 without leading zeros, which some readers take for octal */
    private static int octet(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 3 || length > 1 && text.charAt(start) == '0') {
            return -1;
        }
        int octet = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            octet = octet * 10 + (c - '0');
        }
        return octet <= 255 ? octet : -1;
    }

    private static @Nullable IpAddress parseIpv6(String text) {
        if (!IPV6_TEXT.matcher(text).matches()) {
            return null;
        }
        try {
            // In brackets the text is read as an address or refused, and never looked up.
            ByteBuffer bytes =
                    ByteBuffer.wrap(InetAddress.getByName('[' + text + ']').getAddress());
            return bytes.capacity() == 4 // the JDK gives an IPv4-mapped address as the IPv4 one
                    ? new IpAddress(0, IPV4_MAPPED | bytes.getInt() & 0xffff_ffffL)
                    : new IpAddress(bytes.getLong(), bytes.getLong());
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /** The address with these first bits and zeros after them. */
    IpAddress prefix(int bits) {
        return new IpAddress(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, Long.SIZE - bits);
    }

    /**
     * Who counts as one caller: an IPv4 address, or the /64 of an IPv6 one. That is what a line is given, and its hosts take
     * new addresses in it as they like.
     */
    String network() {
        return isIpv4() ? toString() : Long.toHexString(high);
    }

    private boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** IPv4 in dots; IPv6 in eight groups, not compressed. */
    @Override
    public String toString() {
        if (isIpv4()) {
            return (low >> 24 & 0xff) + "." + (low >> 16 & 0xff) + "." + (low >> 8 & 0xff) + "." + (low & 0xff);
        }
        StringJoiner groups = new StringJoiner(":");
        for (int shift = 48; shift >= 0; shift -= 16) {
            groups.add(Long.toHexString(high >>> shift & 0xffff));
        }
        for (int shift = 48; shift >= 0; shift -= 16) {
            groups.add(Long.toHexString(low >>> shift & 0xffff));
        }
        return groups.toString();
    }
}
