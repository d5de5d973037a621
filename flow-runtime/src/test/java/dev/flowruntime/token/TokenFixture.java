package dev.flowruntime.token;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** The values that the token tests share. */
final class TokenFixture {
    static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String OTHER_HEX = "ff".repeat(32);
    static final byte[] KEY = HexFormat.of().parseHex(HEX);

    static final TenantId TENANT = TenantId.of("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");
    static final ConversationId CONVERSATION = ConversationId.of("0190a1b2-c3d4-7e5f-8a6b-000000000001");
    static final WidgetKeyId WIDGET_KEY = WidgetKeyId.of("0190a1b2-c3d4-7e5f-8a6b-000000000002");
    static final Instant ISSUED = Instant.parse("2026-07-01T10:00:00Z");
    static final Instant EXPIRES = Instant.parse("2026-07-01T11:00:00Z");
    static final SessionClaims CLAIMS = new SessionClaims(TENANT, CONVERSATION, WIDGET_KEY, ISSUED, EXPIRES);

    static final String PAYLOAD = "{\"tid\":\"0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b\","
            + "\"cid\":\"0190a1b2-c3d4-7e5f-8a6b-000000000001\",\"wk\":\"0190a1b2-c3d4-7e5f-8a6b-000000000002\","
            + "\"iat\":1782900000,\"exp\":1782903600,\"kid\":\"k1\"}";

    private TokenFixture() {}

    static KeyRing ring(String... keys) {
        return KeyRing.parse(List.of(keys));
    }
}
