package dev.flowruntime.form;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Rules of texts. Those about a part of an address or a date hold where there is none: the format tells of that. */
final class Texts {
    private Texts() {}

    static Rule<String> minLength(long characters, String reason) {
        return new Rule<>(text -> length(text) >= characters, reason, "minLength", characters);
    }

    static Rule<String> maxLength(long characters, String reason) {
        return new Rule<>(text -> length(text) <= characters, reason, "maxLength", characters);
    }

    static Rule<String> minWords(long words, String reason) {
        return new Rule<>(text -> words(text) >= words, reason);
    }

    static Rule<String> maxWords(long words, String reason) {
        return new Rule<>(text -> words(text) <= words, reason);
    }

    static Rule<String> format(Format format, String reason) {
        return new Rule<>(format::accepts, reason, "format", format.keyword());
    }

    static Rule<String> pattern(TextPattern pattern, String reason) {
        return new Rule<>(pattern::matches, reason, pattern.says());
    }

    static Rule<String> oneOf(List<String> values, String reason) {
        return new Rule<>(Set.copyOf(values)::contains, reason, "enum", values);
    }

    /** Several addresses with commas between them. */
    static Rule<String> emails(String reason) {
        return new Rule<>(text -> eachEmail(text, Format.EMAIL::accepts), reason);
    }

    static Rule<String> emailAt(Domains domains, String reason) {
        return new Rule<>(text -> isAt(text, domains), reason);
    }

    static Rule<String> emailsAt(Domains domains, String reason) {
        return new Rule<>(text -> eachEmail(text, email -> isAt(email, domains)), reason);
    }

    static Rule<String> https(String reason) {
        return new Rule<>(text -> WebAddress.host(text) == null || WebAddress.isHttps(text), reason);
    }

    static Rule<String> urlAt(Domains domains, String reason) {
        return new Rule<>(
                text -> {
                    String host = WebAddress.host(text);
                    return host == null || domains.allow(host);
                },
                reason);
    }

    static Rule<String> date(Predicate<LocalDate> holds, String reason) {
        return new Rule<>(
                text -> {
                    LocalDate date = CalendarDate.read(text);
                    return date == null || holds.test(date);
                },
                reason);
    }

    static boolean isWeekday(LocalDate date) {
        return date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    /** Nothing but white space, no-break spaces included. */
    static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAt(String email, Domains domains) {
        String domain = EmailAddress.domain(email);
        return domain == null || domains.allow(domain);
    }

    private static boolean eachEmail(String text, Predicate<String> holds) {
        for (String email : text.split(",", -1)) {
            if (!holds.test(email.strip())) {
                return false;
            }
        }
        return true;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int words(String text) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = isSpace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
