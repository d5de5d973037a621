package dev.flowruntime.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** A form that texts can be held to; each is read in one pass, strictly. */
enum Format {
    EMAIL("email", "must be an e-mail address", text -> EmailAddress.domain(text) != null),
    URL("uri", "must be a web address such as https://example.com", text -> WebAddress.host(text) != null),
    DATE("date", "must be a date such as 2026-01-31", text -> CalendarDate.read(text) != null),
    UUID("uuid", "must be a UUID", Format::isUuid);

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final String keyword;
    private final String reason;
    private final Predicate<String> accepts;

    Format(String keyword, String reason, Predicate<String> accepts) {
        this.keyword = keyword;
        this.reason = reason;
        this.accepts = accepts;
    }

    static Optional<Format> named(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wireName))
                .findFirst();
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(format -> format.wireName).toList();
    }

    String wireName() {
        return wireName;
    }

    /** Its name in JSON Schema. */
    String keyword() {
        return keyword;
    }

    String reason() {
        return reason;
    }

    boolean accepts(String text) {
        return accepts.test(text);
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !Ascii.isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
