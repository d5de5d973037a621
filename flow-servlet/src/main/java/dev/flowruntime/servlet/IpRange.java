package dev.flowruntime.servlet;

/**
 * The addresses that begin with the same bits.
 *
 * @param bits of the 128 of an IPv6 address
 */
record IpRange(IpAddress first, int bits) {
    private static final int IPV4_OFFSET = 96;

    /**
     * Reads CIDR notation, such as {@code 10.0.0.0/8} and {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException when it is neither, or an address has bits beyond its prefix
     */
    static IpRange parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int offset = text.indexOf(':') < 0 ? IPV4_OFFSET : 0;
        int bits = slash < 0 ? IpAddress.BITS : offset + prefix(text.substring(slash + 1));
        if (address == null || bits < offset || bits > IpAddress.BITS) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no range of addresses, such as 10.0.0.0/8 or fd00::/8");
        }
        if (!address.equals(address.prefix(bits))) {
            throw new IllegalArgumentException(
                    "'" + text + "' has bits beyond its prefix; the range begins with " + address.prefix(bits));
        }
        return new IpRange(address, bits);
    }

    /** @return a number that no range has when it is none */
    private static int prefix(String digits) {
        return digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : -IpAddress.BITS - 1;
    }

    boolean contains(IpAddress address) {
        return address.prefix(bits).equals(first);
    }
}
