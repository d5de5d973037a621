package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import dev.flowruntime.model.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one provisioning file, section by section. */
final class TenantReader {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Document document;
    private final Problems problems;
    private final Members root;
    private final Parts parts;
    private final List<Problem> ofParts = new ArrayList<>();
    private final List<TenantPlan.Mention> mentions = new ArrayList<>();

    private TenantReader(Path file, Document document) {
        this.document = document;
        this.problems = new Problems(document);
        this.root = new Members(document.mapping(), "", problems);
        this.parts = new Parts(file, document);
    }

    /** @throws dev.flowruntime.document.DocumentException when the file is no document at all */
    static TenantPlan read(Path file) {
        return new TenantReader(file, Document.read(file)).plan();
    }

    private TenantPlan plan() {
        Members tenant = tenant();
        List<Part> flows = FlowSection.read(root, parts, ofParts);
        List<Part> forms = new FormSection(ofParts).read(root, parts);
        Map<String, Object> settings = settings();
        List<TenantPlan.Key> keys = new WidgetKeySection(mentions).read(root);
        List<TenantPlan.Token> tokens = EngineTokenSection.read(root);
        TenantPlan plan = new TenantPlan(
                document,
                id(tenant),
                slug(tenant),
                name(tenant),
                flows,
                forms,
                keys,
                tokens,
                settings,
                mentions,
                List.of());
        tenant.refuseUnknown();
        root.refuseUnknown();
        return plan.withProblems(allProblems());
    }

    private List<Problem> allProblems() {
        List<Problem> all = new ArrayList<>(problems.list());
        all.addAll(parts.unreadable());
        all.addAll(ofParts);
        return all;
    }

    private Members tenant() {
        Members tenant = root.members("tenant");
        if (tenant != null) {
            return tenant;
        }
        if (root.value("tenant") == null) {
            root.error("tenant", "is required");
        }
        // Its members are not missed one by one when the whole is.
        return new Members(Map.of(), "tenant", new Problems(document));
    }

    private static @Nullable TenantId id(Members tenant) {
        String id = tenant.requiredText("id");
        if (id.isEmpty()) {
            return null;
        }
        try {
            return TenantId.of(id);
        } catch (IllegalArgumentException e) {
            tenant.error("id", "must be a UUID such as 019e2667-0000-7000-8000-000000000001");
            return null;
        }
    }

    private static String slug(Members tenant) {
        return Texts.matching(
                tenant, "slug", SLUG, "at most 63 lower-case letters, digits and inner hyphens, such as acme");
    }

    private static String name(Members tenant) {
        return Texts.required(tenant, "name", 255);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        section(settings, "quick_questions", members -> QuickQuestionSection.read(members, mentions));
        section(settings, "config", ConfigSection::read);
        section(settings, "goals", GoalSection::read);
        section(settings, "model_prices", ModelPriceSection::read);
        section(settings, "plan", PlanSection::read);
        return settings;
    }

    /** An absent section leaves what the tenant has; an empty one empties it. */
    private void section(Map<String, Object> settings, String name, Function<Members, Object> read) {
        if (root.value(name) != null) {
            settings.put(name, read.apply(root));
        }
    }
}
