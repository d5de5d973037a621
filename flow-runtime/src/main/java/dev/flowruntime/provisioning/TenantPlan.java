package dev.flowruntime.provisioning;

import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.Problem;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one file wants its tenant to be.
 *
 * @param id null when the file has no legal one, which is among the problems
 * @param settings trees of plain values, by the name under which they are kept
 * @param mentions the names that the file uses for things that it need not define itself
 */
record TenantPlan(
        Document document,
        @Nullable TenantId id,
        String slug,
        String name,
        List<Part> flows,
        List<Part> forms,
        List<Key> keys,
        List<Token> tokens,
        Map<String, Object> settings,
        List<Mention> mentions,
        List<Problem> problems) {
    /** @param prefix of the paths of the entry's members, such as {@code widget_keys[0].} */
    record Key(String prefix, WidgetKeyRequest request) {}

    record Token(String prefix, String label, Secret token) {}

    /** @param path of the member that holds the name */
    record Mention(Kind kind, String path, String name) {
        enum Kind {
            FLOW,
            INTENT,
            FORM
        }
    }

    TenantPlan {
        flows = List.copyOf(flows);
        forms = List.copyOf(forms);
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        mentions = List.copyOf(mentions);
        problems = List.copyOf(problems);
    }

    TenantPlan withProblems(List<Problem> found) {
        return new TenantPlan(document, id, slug, name, flows, forms, keys, tokens, settings, mentions, found);
    }
}
