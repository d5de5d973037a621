package dev.flowruntime.token;

import static dev.flowruntime.token.TokenFixture.CLAIMS;
import static dev.flowruntime.token.TokenFixture.HEX;
import static dev.flowruntime.token.TokenFixture.ISSUED;
import static dev.flowruntime.token.TokenFixture.KEY;
import static dev.flowruntime.token.TokenFixture.OTHER_HEX;
import static dev.flowruntime.token.TokenFixture.PAYLOAD;
import static dev.flowruntime.token.TokenFixture.ring;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForgedSessionTokensTest {
    private static final long SEED = 20260701L;
    private static final int ROUNDS = 8_000;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] SUBKEY = ReferenceTokens.subkey(KEY, "flow-runtime session token");
    private static final byte[] OTHER_SUBKEY =
            ReferenceTokens.subkey(HexFormat.of().parseHex(OTHER_HEX), "flow-runtime session token");

    private final Random random = new Random(SEED);
    private final SessionTokens tokens = new SessionTokens(ring("k1:" + HEX, "k2:" + OTHER_HEX));

    @Test
    void noMangledTokenIsTaken(TestReporter reporter) {
        Map<String, UnaryOperator<String>> attacks = attacks();
        List<String> taken = new ArrayList<>();
        int tried = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String honest = tokens.issue(randomClaims());
            assertThat(tokens.verify(honest, ISSUED)).isInstanceOf(Verdict.Valid.class);
            for (Map.Entry<String, UnaryOperator<String>> attack : attacks.entrySet()) {
                String forged = attack.getValue().apply(honest);
                assertThat(forged).as(attack.getKey()).isNotEqualTo(honest);
                if (!(tokens.verify(forged, ISSUED) instanceof Verdict.Refused)) {
                    taken.add(attack.getKey() + ": " + forged);
                }
                tried++;
            }
        }
        reporter.publishEntry(Map.of("seed", String.valueOf(SEED), "forgeries", String.valueOf(tried)));
        assertThat(taken).as("seed %d", SEED).isEmpty();
        assertThat(tried).isGreaterThanOrEqualTo(100_000);
    }

    private Map<String, UnaryOperator<String>> attacks() {
        Map<String, UnaryOperator<String>> attacks = new LinkedHashMap<>();
        attacks.put("bit of the text", this::flipBit);
        attacks.put("other character", this::otherCharacter);
        attacks.put("bit of the payload", token -> withPayload(token, this::flipBit));
        attacks.put("bit of the mac", this::flipBitOfMac);
        attacks.put("cut off", token -> token.substring(0, random.nextInt(token.length())));
        attacks.put("cut in front", token -> token.substring(1 + random.nextInt(token.length() - 1)));
        attacks.put("grown", token -> token + randomCharacter().repeat(1 + random.nextInt(4)));
        attacks.put("parts swapped", token -> mac(token) + "." + first(token));
        attacks.put("mac of another", token -> first(token) + "." + mac(tokens.issue(randomClaims())));
        attacks.put("mac of the key itself", token -> ReferenceTokens.signedText(KEY, first(token)));
        attacks.put("other kid, same mac", token -> withPayload(token, json -> json.replace("k1", "k2")));
        attacks.put("other kid, own mac", token -> resigned(token, json -> json.replace("k1", "k2")));
        attacks.put("own kid, other mac", token -> ReferenceTokens.signedText(OTHER_SUBKEY, first(token)));
        attacks.put("unpaid tail bits", this::nonCanonicalEnd);
        return attacks;
    }

    /** Each is signed with the true subkey: only the strict form of the payload stands between it and a session. */
    @ParameterizedTest
    @MethodSource("truePayloadsInOtherForms")
    void trulySignedPayloadInAnotherFormIsRefused(String payload) {
        assertThat(payload).isNotEqualTo(PAYLOAD);
        assertThat(tokens.verify(ReferenceTokens.signed(SUBKEY, payload), ISSUED))
                .isEqualTo(new Verdict.Refused());
    }

    static List<String> truePayloadsInOtherForms() {
        String tid = "\"tid\":\"0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b\",";
        String cid = "\"cid\":\"0190a1b2-c3d4-7e5f-8a6b-000000000001\",";
        return List.of(
                PAYLOAD.replace(tid + cid, cid + tid),
                PAYLOAD.replace("\"iat\":1782900000,\"exp\":1782903600", "\"exp\":1782903600,\"iat\":1782900000"),
                PAYLOAD.replace("}", ",\"admin\":true}"),
                PAYLOAD.replace("{", "{\"admin\":true,"),
                PAYLOAD.replace(",\"exp\"", ",\"admin\":true,\"exp\""),
                PAYLOAD.replace("}", ",\"kid\":\"k1\"}"),
                PAYLOAD.replace(",\"kid\":\"k1\"", ""),
                PAYLOAD.replace(",\"exp\":1782903600", ""),
                PAYLOAD.replace(",", ", "),
                PAYLOAD.replace("\":", "\": "),
                " " + PAYLOAD,
                PAYLOAD + "\n",
                "\u00ef\u00bb\u00bf" + PAYLOAD,
                PAYLOAD + PAYLOAD,
                PAYLOAD.toUpperCase(Locale.ROOT),
                PAYLOAD.replace("c3d4", "C3D4"),
                PAYLOAD.replace("\"k1\"", "\"\\u006b1\""),
                PAYLOAD.replace("\"k1\"", "k1"),
                PAYLOAD.replace("\"k1\"", "\"\""),
                PAYLOAD.replace("\"k1\"}", "\"}"),
                PAYLOAD.replace("\"k1\"", "\"k3\""),
                PAYLOAD.replace("1782900000", "01782900000"),
                PAYLOAD.replace("1782900000", "+1782900000"),
                PAYLOAD.replace("1782900000", "1782900000.0"),
                PAYLOAD.replace("1782900000", "1.7829e9"),
                PAYLOAD.replace("1782900000", "\"1782900000\""),
                PAYLOAD.replace("1782900000", "-1"),
                PAYLOAD.replace("1782900000", ""),
                PAYLOAD.replace("1782903600", "253402300800"),
                PAYLOAD.replace("1782903600", "9223372036854775807"),
                PAYLOAD.replace("1782903600", "9223372036854775808"),
                PAYLOAD.replace("1782903600", "1782899999"),
                PAYLOAD.replace("1782903600", "null"),
                PAYLOAD.replace('"', '\''),
                "",
                "{}",
                "null",
                "x".repeat(1400));
    }

    /** The mac is true for the text as it stands: only the canonical base64url stands in the way. */
    @ParameterizedTest
    @MethodSource("trueTextsInOtherForms")
    void trulySignedTextThatIsNotCanonicalBase64IsRefused(String firstPart) {
        assertThat(tokens.verify(ReferenceTokens.signedText(SUBKEY, firstPart), ISSUED))
                .isEqualTo(new Verdict.Refused());
    }

    static List<String> trueTextsInOtherForms() {
        String first = ReferenceTokens.base64url(PAYLOAD.getBytes(ISO_8859_1));
        return List.of(
                first + "=", first + "==", first + "A", first + "\n", " " + first, first + "\u0141", "." + first);
    }

    @Test
    void payloadWithSpareBitsIsTakenInOneSpellingOnly() {
        SessionTokens longer = new SessionTokens(ring("k12:" + HEX));
        String honest = longer.issue(CLAIMS);
        String first = first(honest);
        assertThat(first.length() % 4).as("characters in the last quartet").isNotZero();

        for (char c : ALPHABET.toCharArray()) {
            String text = first.substring(0, first.length() - 1) + c;
            String token = ReferenceTokens.signedText(SUBKEY, text);
            assertThat(longer.verify(token, ISSUED) instanceof Verdict.Valid)
                    .as(token)
                    .isEqualTo(token.equals(honest));
        }
    }

    @Test
    void macIsTakenInOneSpellingOnly() {
        String honest = tokens.issue(CLAIMS);
        String stem = honest.substring(0, honest.length() - 1);

        assertThat(ALPHABET.chars().mapToObj(c -> stem + (char) c))
                .filteredOn(token -> tokens.verify(token, ISSUED) instanceof Verdict.Valid)
                .containsExactly(honest);
        for (String tail : List.of("=", "==", "\n", " ", ".", "\u0000")) {
            assertThat(tokens.verify(honest + tail, ISSUED)).isEqualTo(new Verdict.Refused());
        }
    }

    @Test
    void tokensOfOtherPurposesAreRefused() {
        for (String label : List.of("flow-runtime wait token", "flow-runtime upload link")) {
            String token = ReferenceTokens.signed(ReferenceTokens.subkey(KEY, label), PAYLOAD);
            assertThat(tokens.verify(token, ISSUED)).as(label).isEqualTo(new Verdict.Refused());
        }
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void textsThatAreNoTokensAreRefused(String text) {
        assertThat(tokens.verify(text, ISSUED)).isEqualTo(new Verdict.Refused());
    }

    static List<String> garbage() {
        return List.of(
                "",
                ".",
                "..",
                "a",
                "a.b",
                "a.b.c",
                "Bearer x",
                "null",
                "\u0000",
                "ä.ö",
                "\ud800.\udfff",
                "e30.",
                ".e30");
    }

    private SessionClaims randomClaims() {
        return new SessionClaims(
                new TenantId(randomId()),
                new ConversationId(randomId()),
                new WidgetKeyId(randomId()),
                ISSUED.minusSeconds(random.nextInt(3000)),
                ISSUED.plusSeconds(1 + random.nextInt(3000)));
    }

    private UUID randomId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private String flipBit(String text) {
        StringBuilder flipped = new StringBuilder(text);
        int at = random.nextInt(text.length());
        flipped.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
        return flipped.toString();
    }

    private String otherCharacter(String text) {
        int at = random.nextInt(text.length());
        String other = randomCharacter();
        String changed = text.substring(0, at) + other + text.substring(at + 1);
        return changed.equals(text) ? otherCharacter(text) : changed;
    }

    private String randomCharacter() {
        int at = random.nextInt(ALPHABET.length());
        return ALPHABET.substring(at, at + 1);
    }

    private String flipBitOfMac(String token) {
        byte[] mac = Base64.getUrlDecoder().decode(mac(token));
        mac[random.nextInt(mac.length)] ^= (byte) (1 << random.nextInt(8));
        return first(token) + "." + ReferenceTokens.base64url(mac);
    }

    /** The last character of a mac carries four bits; the two others must be zero. */
    private String nonCanonicalEnd(String token) {
        int last = ALPHABET.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + ALPHABET.charAt(last | 1 + random.nextInt(3));
    }

    private static String withPayload(String token, UnaryOperator<String> change) {
        return ReferenceTokens.base64url(change.apply(payload(token)).getBytes(ISO_8859_1)) + "." + mac(token);
    }

    private static String resigned(String token, UnaryOperator<String> change) {
        return ReferenceTokens.signed(SUBKEY, change.apply(payload(token)));
    }

    private static String payload(String token) {
        return new String(Base64.getUrlDecoder().decode(first(token)), ISO_8859_1);
    }

    private static String first(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private static String mac(String token) {
        return token.substring(token.indexOf('.') + 1);
    }
}
