package dev.flowruntime.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A form that texts can be held to; each is read in one pass, strictly. */
enum Format {
    EMAIL("email", "must be an e-mail address"),
    URL("uri", "must be a web address such as https://example.com"),
    DATE("date", "must be a date such as 2026-01-31"),
    UUID("uuid", "must be a UUID");

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final String keyword;
    private final String reason;

    Format(String keyword, String reason) {
        this.keyword = keyword;
        this.reason = reason;
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
        return switch (this) {
            case EMAIL -> EmailAddress.domain(text) != null;
            case URL -> WebAddress.host(text) != null;
            case DATE -> CalendarDate.read(text) != null;
            case UUID -> isUuid(text);
        };
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
