package dev.flowruntime.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** All addresses of one family that begin with the same bits. */
final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** @param text such as {@code 10.0.0.0/8} or {@code fc00::/7} */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        try {
            // An address and no name: it is read and never looked up.
            byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
            return new AddressRange(prefix, Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no range of addresses: " + text, e);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
