package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.document.Members;
import dev.flowruntime.model.Secret;
import java.util.List;

/** {@code engine_tokens}: what back ends of this tenant show to the Engine API. */
final class EngineTokenSection {
    /** What fits behind {@code Bearer} in a header. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,512}");

    private EngineTokenSection() {}

    static List<TenantPlan.Token> read(Members root) {
        Unique labels = new Unique();
        Unique tokens = new Unique();
        return root.each("engine_tokens", entry -> {
            String label = Texts.required(entry, "label", 255);
            String token = Texts.matching(entry, "token", TOKEN, "1 to 512 visible ASCII characters without spaces");
            labels.claim(entry, "label", label);
            tokens.claim(entry, "token", token);
            entry.refuseUnknown();
            return new TenantPlan.Token(entry.path(""), label, new Secret(token));
        });
    }
}
