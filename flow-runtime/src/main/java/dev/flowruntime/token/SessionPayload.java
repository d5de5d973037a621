package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The signed part of a session token: compact JSON whose first three members always have the same width. */
record SessionPayload(SessionClaims claims, String kid) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private static final String TID = "{\"tid\":\"";
    private static final String CID = "\",\"cid\":\"";
    private static final String WK = "\",\"wk\":\"";
    private static final String IAT = "\",\"iat\":";
    private static final String EXP = ",\"exp\":";
    private static final String KID = ",\"kid\":\"";
    private static final String END = "\"}";

    private static final int UUID_LENGTH = 36;
    private static final int TID_AT = TID.length();
    private static final int CID_AT = TID_AT + UUID_LENGTH + CID.length();
    private static final int WK_AT = CID_AT + UUID_LENGTH + WK.length();
    private static final int IAT_AT = WK_AT + UUID_LENGTH + IAT.length();

    /** The payload as base64url text. */
    String encode() {
        String json = TID
                + claims.tenant()
                + CID
                + claims.conversation()
                + WK
                + claims.widgetKey()
                + IAT
                + claims.issuedAt().getEpochSecond()
                + EXP
                + claims.expiresAt().getEpochSecond()
                + KID
                + kid
                + END;
        return ENCODER.encodeToString(json.getBytes(ISO_8859_1));
    }

    /**
     * The payload that a text seems to hold, or null. It only looks where the values of an honest text are, so that many
     * dishonest ones are read as well: whoever trusts the payload must compare the text with its encoding.
     */
    static @Nullable SessionPayload decode(String text) {
        try {
            String json = new String(DECODER.decode(text), ISO_8859_1);
            int expAt = json.indexOf(EXP, IAT_AT) + EXP.length();
            int kidAt = json.indexOf(KID, expAt) + KID.length();
            if (expAt <= IAT_AT || kidAt <= expAt || !json.startsWith(END, json.length() - END.length())) {
                return null;
            }
            SessionClaims claims = new SessionClaims(
                    TenantId.of(json.substring(TID_AT, TID_AT + UUID_LENGTH)),
                    ConversationId.of(json.substring(CID_AT, CID_AT + UUID_LENGTH)),
                    WidgetKeyId.of(json.substring(WK_AT, WK_AT + UUID_LENGTH)),
                    seconds(json, IAT_AT, expAt - EXP.length()),
                    seconds(json, expAt, kidAt - KID.length()));
            return new SessionPayload(claims, json.substring(kidAt, Math.max(kidAt, json.length() - END.length())));
        } catch (IllegalArgumentException | DateTimeException noPayload) {
            return null;
        }
    }

    private static Instant seconds(String json, int from, int to) {
        return Instant.ofEpochSecond(Long.parseLong(json, from, to, 10));
    }
}
