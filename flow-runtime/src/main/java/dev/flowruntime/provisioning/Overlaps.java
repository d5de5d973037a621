package dev.flowruntime.provisioning;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problem.Severity;
import dev.flowruntime.model.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what two files both claim though it can belong to one tenant only. */
final class Overlaps {
    private final Map<String, String> claims = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Overlaps() {}

    static List<Problem> among(List<TenantPlan> plans) {
        Overlaps overlaps = new Overlaps();
        plans.forEach(overlaps::add);
        return overlaps.problems;
    }

    private void add(TenantPlan plan) {
        TenantId id = plan.id();
        if (id != null) {
            claim(plan.document(), "tenant.id", id.toString());
        }
        claim(plan.document(), "tenant.slug", plan.slug());
        for (TenantPlan.Key key : plan.keys()) {
            String publicKey = key.request().publicKey();
            claim(plan.document(), key.prefix() + "public_key", publicKey == null ? "" : publicKey);
        }
        for (TenantPlan.Token token : plan.tokens()) {
            claim(plan.document(), token.prefix() + "token", token.token().reveal());
        }
    }

    private void claim(Document document, String path, String value) {
        String first = value.isEmpty() ? null : claims.putIfAbsent(kind(path) + value, document.name());
        // What stands twice in one file was complained of when that file was read.
        if (first != null && !first.equals(document.name())) {
            problems.add(new Problem(
                    Severity.ERROR,
                    document.name(),
                    document.position(path),
                    path,
                    null,
                    "belongs to the tenant of " + first + " already"));
        }
    }

    private static String kind(String path) {
        return path.substring(path.lastIndexOf('.') + 1) + " ";
    }
}
