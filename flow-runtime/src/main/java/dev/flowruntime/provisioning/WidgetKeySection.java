package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Members;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.provisioning.TenantPlan.Mention;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code widget_keys}: the label tells which key an entry is. */
final class WidgetKeySection {
    private static final Pattern PUBLIC_KEY = Pattern.compile("pk_(live|test)_[0-9a-f]{32}");
    private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[0-9a-f]{64}");

    private final List<Mention> mentions;
    private final Unique labels = new Unique();
    private final Unique publicKeys = new Unique();

    WidgetKeySection(List<Mention> mentions) {
        this.mentions = mentions;
    }

    List<TenantPlan.Key> read(Members root) {
        return root.each("widget_keys", this::key);
    }

    private TenantPlan.Key key(Members entry) {
        String label = Texts.required(entry, "label", 255);
        labels.claim(entry, "label", label);
        String publicKey = secret(entry, "public_key", PUBLIC_KEY, "pk_live_ or pk_test_ and 32 lower-case hex digits");
        if (publicKey != null) {
            publicKeys.claim(entry, "public_key", publicKey);
        }
        List<String> origins = entry.texts("allowed_origins");
        if (entry.list("allowed_origins").isEmpty()) {
            entry.error("allowed_origins", "must name at least one origin, such as https://acme.com");
        }
        Members webhook = entry.members("webhook");
        WidgetKeyRequest request = new WidgetKeyRequest(
                label,
                publicKey,
                false,
                status(entry),
                origins,
                intents(entry),
                forms(entry),
                webhook == null ? null : webhook.requiredText("url"),
                webhook == null ? null : hidden(webhookSecret(webhook)),
                hidden(Texts.optional(entry, "identity_secret", 512)));
        if (webhook != null) {
            webhook.refuseUnknown();
        }
        entry.refuseUnknown();
        return new TenantPlan.Key(entry.path(""), request);
    }

    private static WidgetKey.Status status(Members entry) {
        String status = entry.word("status", List.of("active", "paused", "revoked"));
        return WidgetKey.Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    private Grant intents(Members entry) {
        boolean all = entry.flag("allows_all_intents", false);
        boolean listed = entry.value("allowed_intents") != null;
        Grant names = names(entry, "allowed_intents", Mention.Kind.INTENT);
        if (all && listed) {
            entry.error("allowed_intents", "excludes allows_all_intents: true; give one of the two");
        } else if (!all && !listed) {
            entry.error("allowed_intents", "is required, or allows_all_intents: true");
        } else if (listed && entry.list("allowed_intents").isEmpty()) {
            entry.error("allowed_intents", "must name at least one intent, or give allows_all_intents: true");
        }
        return all ? Grant.ofEverything() : names;
    }

    private Grant forms(Members entry) {
        Object forms = entry.value("forms");
        if (forms == null) {
            return Grant.ofNothing();
        }
        if (forms.equals("all")) {
            return Grant.ofEverything();
        }
        if (forms instanceof List) {
            return names(entry, "forms", Mention.Kind.FORM);
        }
        entry.error("forms", "must be a list of form codes, or all");
        return Grant.ofNothing();
    }

    private Grant names(Members entry, String member, Mention.Kind kind) {
        Set<String> names = new LinkedHashSet<>();
        List<@Nullable Object> items = entry.list(member);
        entry.texts(member);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof String name) {
                String path = member + "[" + i + "]";
                mentions.add(new Mention(kind, entry.path(path), name));
                if (!names.add(name)) {
                    entry.error(path, name + " stands twice");
                }
            }
        }
        return Grant.of(names);
    }

    private static @Nullable String webhookSecret(Members webhook) {
        return secret(webhook, "secret", WEBHOOK_SECRET, "whsec_ and 64 lower-case hex digits");
    }

    private static @Nullable String secret(Members members, String name, Pattern pattern, String shape) {
        return members.value(name) == null ? null : Texts.matching(members, name, pattern, shape);
    }

    private static @Nullable Secret hidden(@Nullable String text) {
        return text == null ? null : new Secret(text);
    }
}
