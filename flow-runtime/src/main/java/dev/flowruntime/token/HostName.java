package dev.flowruntime.token;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host part of an origin or a URL in the one spelling that browsers send: lower case, {@code xn--} labels, IPv4 in four plain
 * decimals, IPv6 in brackets and compressed.
 */
public final class HostName {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV6_TEXT = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);

    private HostName() {}

    /** Whether the text is a host in that spelling; nothing is looked up. */
    public static boolean isCanonical(String host) {
        if (host.startsWith("[")) {
            return host.equals(compressed(host));
        }
        // A browser takes every host that ends in a number for an IPv4 address, however few its parts.
        return isLabels(host) && (!NUMBER.matcher(lastLabel(host)).matches() || isIpv4(host));
    }

    /** Whether a host in that spelling is an address and not a name. */
    public static boolean isAddress(String host) {
        return host.startsWith("[") || isIpv4(host);
    }

    /**
     * The canonical spelling of what a person wrote, or null when there is none, or none that is sure: the JDK maps
     * international names as IDNA 2003 does and browsers as UTS 46 does, so a name that the two may read differently
     * ({@code straße.de}) is refused rather than guessed.
     */
    static @Nullable String canonical(String text) {
        String host = lowerCase(text);
        if (host.startsWith("[")) {
            return compressed(host);
        }
        if (!host.chars().allMatch(c -> c < 0x80)) {
            host = ascii(host);
        }
        return host != null && isCanonical(host) ? host : null;
    }

    private static @Nullable String ascii(String text) {
        String mapped = Normalizer.normalize(lowerCase(Normalizer.normalize(text, Form.NFKC)), Form.NFKC);
        try {
            String ascii = IDN.toASCII(mapped);
            return IDN.toUnicode(ascii).equals(mapped) ? ascii : null;
        } catch (IllegalArgumentException notRepresentable) {
            return null;
        }
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isLabels(String host) {
        if (host.length() > MAX_LENGTH) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= host.length(); i++) {
            if (i == host.length() || host.charAt(i) == '.') {
                boolean fits = i > start && i - start <= MAX_LABEL;
                if (!fits || host.charAt(start) == '-' || host.charAt(i - 1) == '-') {
                    return false;
                }
                start = i + 1;
            } else if (!isLabelCharacter(host.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    // The underscore is none of the DNS host characters, but browsers take it and previews of hosters have it.
    private static boolean isLabelCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static String lastLabel(String host) {
        return host.substring(host.lastIndexOf('.') + 1);
    }

    private static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches();
    }

    private static @Nullable String compressed(String host) {
        if (!IPV6_TEXT.matcher(host).matches()) {
            return null;
        }
        try {
            // In brackets the text is read as an address or refused, and never looked up.
            byte[] address = InetAddress.getByName(host).getAddress();
            return '[' + compressed(groups(address)) + ']';
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    private static int[] groups(byte[] address) {
        int[] groups = new int[8];
        if (address.length == 4) { // the JDK gives an IPv4-mapped address as the IPv4 one
            groups[5] = 0xffff;
        }
        for (int i = 0; i < address.length; i++) {
            int at = (16 - address.length + i) / 2;
            groups[at] = groups[at] << 8 | address[i] & 0xff;
        }
        return groups;
    }

    /** RFC 5952 without its dotted form: the first of the longest runs of two or more zero groups becomes "::". */
    private static String compressed(int[] groups) {
        int gap = 8;
        int longest = 1;
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - start > longest) {
                gap = start;
                longest = end - start;
            }
        }
        if (gap == 8) {
            return joined(groups, 0, 8);
        }
        return joined(groups, 0, gap) + "::" + joined(groups, gap + longest, 8);
    }

    private static String joined(int[] groups, int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
