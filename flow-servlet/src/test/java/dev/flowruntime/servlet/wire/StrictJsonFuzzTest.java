package dev.flowruntime.servlet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads mangled bodies beside a reader that shares nothing with ours. */
class StrictJsonFuzzTest {
    private static final int BODIES = 20_000;
    private static final String ALPHABET = "{}[]\",:\\/ \n\t0123456789.-+eEtruefalsn\u00e9\u2028\u0001x'#";
    private static final String[] SEEDS = {
        "{\"a\":[1,-2.5e3,true,false,null,\"x\\n\\u00e9\\\"\\\\\\/\"],\"b\":{\"c\":{}},\"d\":[]}",
        "{\"waitToken\":\"wait_1\",\"values\":{\"n\":0.1,\"m\":[\"a\",\"b\"]}, \"t\" : \"é😀\" }",
        "{\"n\":12345678901234567890,\"m\":-0,\"o\":0e1,\"p\":1E+9}",
    };

    private final JsonMapper oracle = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .build();

    @Test
    void mangledBodiesAreReadAsAnotherReaderReadsThem() {
        long seed = 20260101L;
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            String body = mangle(SEEDS[i % SEEDS.length], random);
            JsonBody ours = readOurs(body);
            JsonNode theirs = readTheirs(body);
            assertThat(ours == null)
                    .as("seed %d, body %d: %s", seed, i, body)
                    .isEqualTo(theirs == null || !theirs.isObject());
            if (ours != null && theirs != null && ours.flaw() == null) {
                accepted++;
                assertThat(readTheirs(JsonTree.write(ours.members()).text()))
                        .as("seed %d, body %d: %s", seed, i, body)
                        .isEqualTo(readTheirs(
                                JsonTree.write(JsonTree.read(new Json(body))).text()));
            }
        }
        assertThat(accepted).isBetween(BODIES / 100, BODIES - BODIES / 10);
    }

    private static String mangle(String body, Random random) {
        StringBuilder mangled = new StringBuilder(body);
        for (int edits = random.nextInt(3); edits >= 0; edits--) {
            int at = random.nextInt(mangled.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> mangled.insert(at, c);
                case 1 -> mangled.setCharAt(at, c);
                case 2 -> mangled.deleteCharAt(at);
                default ->
                    mangled.insert(at, mangled.substring(at, Math.min(mangled.length(), at + random.nextInt(8))));
            }
        }
        // Half a pair is another matter: it becomes a question mark before anybody reads it.
        return new String(mangled.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static JsonBody readOurs(String body) {
        try {
            return StrictJson.read(body.getBytes(StandardCharsets.UTF_8));
        } catch (FlowException e) {
            return null;
        }
    }

    private JsonNode readTheirs(String body) {
        try {
            return oracle.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
