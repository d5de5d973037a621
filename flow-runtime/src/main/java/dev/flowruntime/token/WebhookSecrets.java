package dev.flowruntime.token;

import dev.flowruntime.model.Secret;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** The secret that webhooks are signed with: {@code whsec_} and 64 lower-case hex digits. */
public final class WebhookSecrets {
    private static final Pattern FORM = Pattern.compile("whsec_[a-f0-9]{64}");

    private WebhookSecrets() {}

    public static boolean isWebhookSecret(String text) {
        return FORM.matcher(text).matches();
    }

    public static Secret make(SecureRandom random) {
        return new Secret("whsec_" + RandomHex.of(random, 32));
    }
}
