package dev.flowruntime.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {
    private static final List<String> PIECES = List.of(
            "a", "Z", "é", "😀", " ", "  ", "\n", "\n\n", "\t", "\r", "\"", "'", "\\", ":", ": ", "#", " #", "-", "- ",
            "?", "|", ">", "%", "@", "`", "&", "*", "!", "!!", "{", "}", "[", "]", ",", "{{ x }}", "0", "1", ".", "e",
            "+", "~", "null", "true", "no", "---", "...", "<<", "=", "\u0085", "\u2028", "\u00a0", "\ufeff", "\u0007",
            "0x1F", "0o7", ".inf");

    @Test
    void blocksAreWrittenTheWayPeopleWriteThem() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("flow", "order_status");
        tree.put("nodes", List.of(map("id", "ask", "text", "What's your order number?"), map("id", "b", "count", 5L)));
        tree.put("long", "one\ntwo\n");
        tree.put("empty", Arrays.asList(List.of(), Map.of(), "", null));

        assertThat(YamlTree.write(tree)).isEqualTo("""
                flow: order_status
                nodes:
                  - id: ask
                    text: What's your order number?
                  - id: b
                    count: 5
                long: |
                  one
                  two
                empty:
                  - []
                  - {}
                  - ''
                  - null
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12",
                "1.5",
                "1e3",
                "-0",
                "0x1F",
                "0o17",
                "true",
                "False",
                "null",
                "~",
                "no",
                "Yes",
                "on",
                "y",
                ".5",
                ".inf",
                "2026-01-31",
                "12:30",
                "1_000",
                "<<",
                "=",
                "2026-01-31T09:00:00Z"
            })
    void textsThatLookLikeSomethingElseAreQuoted(String text) {
        assertThat(YamlTree.write(map("k", text))).isEqualTo("k: \"" + text + "\"\n");
        assertThat(YamlTree.write(map(text, 1L))).isEqualTo("\"" + text + "\": 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_status",
                "PT30M",
                "{{ node.ask.output.x }}",
                "What's up?",
                "a: b",
                "1st",
                "v1.2.3",
                "no way"
            })
    void allOtherTextsReadBackAsTexts(String text) {
        assertThat(Document.parse("x", YamlTree.write(List.of(text))).root()).isEqualTo(List.of(text));
    }

    @Test
    void everyTreeReadsBackAsItWas() {
        for (long seed = 0; seed < 3_000; seed++) {
            Object tree = tree(new Random(seed), 0);
            String yaml = YamlTree.write(tree);
            assertThat(Document.parse("seed " + seed, yaml).root()).as(yaml).isEqualTo(tree);
        }
    }

    @Test
    void valuesThatNoDocumentHasAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> YamlTree.write(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> YamlTree.write(List.of(new Object())));
    }

    private static Object tree(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> text(random);
            case 5, 6 -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(random), tree(random, depth + 1));
                }
                yield map;
            }
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
