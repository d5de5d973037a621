package dev.flowruntime.node;

import java.util.List;

/**
 * One member that the nodes of a type have; the reader, the linter and the JSON Schema of flow documents all go by it.
 *
 * @param words the values of a {@link Kind#WORD}, the first of them the default
 */
public record Member(String name, Kind kind, boolean required, List<String> words) {
    /** What a member holds. */
    public enum Kind {
        /** A text that is taken as it stands. */
        TEXT,
        /** A text with expressions in double braces. */
        TEMPLATE,
        /** An expression that yields true or false. */
        CONDITION,
        /** Any value; the texts in it are templates. */
        VALUE,
        /** A mapping of any values; the texts in it are templates. */
        VALUES,
        /** The id of the node to go to, or {@code end}. */
        TARGET,
        /** The id of a node that ran before. */
        NODE,
        /** An ISO 8601 duration, longer than zero. */
        DURATION,
        /** A whole number from 1 to 100. */
        COUNT,
        /** How often something is tried again, from 0 to 10. */
        RETRIES,
        /** A URL with expressions in its path and query; where a connection is named, the path alone. */
        URL,
        /** A mapping of texts with expressions, by the names of HTTP headers. */
        HEADERS,
        /** True or false. */
        FLAG,
        /** One of a few words. */
        WORD,
        /** The fields of a form. */
        FIELDS,
        /** A list of {@code value} and {@code label}. */
        OPTIONS,
        /** A list of cards. */
        CARDS,
        /** A list of {@code when} and {@code next}. */
        CASES
    }

    public Member {
        words = List.copyOf(words);
    }

    static Member of(String name, Kind kind) {
        return new Member(name, kind, false, List.of());
    }

    static Member word(String name, String first, String... others) {
        return new Member(
                name,
                Kind.WORD,
                false,
                java.util.stream.Stream.concat(java.util.stream.Stream.of(first), java.util.stream.Stream.of(others))
                        .toList());
    }

    /** The same member, which must be there. */
    Member needed() {
        return new Member(name, kind, true, words);
    }
}
