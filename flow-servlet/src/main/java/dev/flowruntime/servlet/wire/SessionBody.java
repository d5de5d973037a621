package dev.flowruntime.servlet.wire;

import dev.flowruntime.FlowException;
import dev.flowruntime.OpenSession;
import java.util.Locale;

/** The body that opens a session. */
public final class SessionBody {
    /** The member that names the widget key, which an answer to a bad body needs as well. */
    public static final String PUBLIC_KEY_MEMBER = "publicKey";

    private static final TextRule PUBLIC_KEY = TextRule.pattern("pk_(live|test)_[a-f0-9]{32}");
    private static final TextRule CUSTOMER_ID = TextRule.length(1, 100);
    private static final TextRule SIGNATURE = TextRule.pattern("[0-9A-Fa-f]{64}");

    private SessionBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static OpenSession read(JsonBody body) {
        MemberReader members = new MemberReader(body);
        String signature = members.text("customerSignature", SIGNATURE);
        OpenSession request = new OpenSession(
                members.requiredText(PUBLIC_KEY_MEMBER, PUBLIC_KEY),
                members.text("customerId", CUSTOMER_ID),
                signature == null ? null : signature.toLowerCase(Locale.ROOT),
                members.text("locale", TextRule.LANGUAGE_TAG),
                members.objectOrEmpty("variables"));
        members.finish();
        return request;
    }
}
