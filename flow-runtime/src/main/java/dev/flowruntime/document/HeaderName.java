package dev.flowruntime.document;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of HTTP headers that an author or a host may give. */
public final class HeaderName {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** They say how the message travels, which is for whoever sends it. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderName() {}

    /** Why a name cannot be given; null when it can. */
    public static @Nullable String whyNot(String name) {
        if (!TOKEN.matcher(name).matches()) {
            return "is not a name of an HTTP header";
        }
        return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))
                ? "is not a name that can be given: the header is set by whoever sends the request"
                : null;
    }
}
