package dev.flowruntime.examples.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What an attacker knows, by the names under which an API takes it, and what an attacker tries everywhere. */
final class Words {
    static final String NOBODY = "019e2667-0000-7000-8000-0000000000ff";

    private static final List<String> NASTY_TEXTS = List.of(
            "",
            " ",
            "null",
            "' OR '1'='1",
            "1; drop table x; --",
            "\\\"><script>alert(1)</script>",
            "{{ 1/0 }}",
            "{{ vars }}",
            "{{{ conversation }}}",
            "${jndi:ldap://127.0.0.1/x}",
            "#{1+1}",
            "%00%0d%0aX: y",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "\\r\\nX-Evil: 1",
            "../../../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "C:\\\\windows\\\\win.ini",
            "\u202eevil",
            "\ufeff",
            "e\u0301".repeat(20),
            "\ud83d\ude00".repeat(30),
            "İıſ",
            "a".repeat(101),
            "a".repeat(4001),
            "\ud83d\ude00".repeat(4000),
            "((((((((((a+)+)+)+)+)+)+)+)+)+)+$",
            "1e99",
            "2026-02-30",
            "9999-12-31T23:59:60Z",
            "+1000000000-01-01T00:00:00Z");

    private static final List<String> NASTY_VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-0",
            "-1",
            "0.1",
            "1e99",
            "1e100",
            "-1e-99",
            "9223372036854775807",
            "9223372036854775808",
            "1234567890123456789012345678901",
            "123456789012345678901234567890123",
            "0.1000000000000000055511151231257",
            "NaN",
            "Infinity",
            "01",
            "'single'",
            "[[[[[1]]]]]",
            "{\"a\":{\"a\":{\"a\":{\"a\":1}}}}",
            "{\"__proto__\":{\"a\":1},\"class\":\"x\",\"@type\":\"x\"}",
            "[" + "0,".repeat(3000) + "0]",
            "[".repeat(31) + "]".repeat(31),
            "[".repeat(5000) + "]".repeat(5000),
            "{\"a\":1,\"a\":2}");

    private final Map<String, List<String>> known;
    private final Random random;

    /** @param known values that are JSON, by the names of members */
    Words(Map<String, List<String>> known, Random random) {
        this.known = known;
        this.random = random;
    }

    boolean knows(String name) {
        return known.containsKey(name);
    }

    String known(String name) {
        return pick(known.get(name));
    }

    String anyText() {
        return pick(NASTY_TEXTS);
    }

    /** A value that is JSON, or nearly. */
    String anyValue() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(NASTY_VALUES);
            case 1 -> known(pick(new ArrayList<>(known.keySet())));
            default -> '"' + anyText() + '"';
        };
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
