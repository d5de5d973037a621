package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.PublicDocument;
import dev.flowruntime.internal.PublicDocuments.Edition;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.WidgetKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a website reads with a widget key and without a session. It changes nothing, and is at most 5 s old, or new at once where
 * it was changed. Thread-safe.
 */
public final class PublicReads {
    /** Known although no question may be for them; a tenant's own are known by its questions. */
    private static final Set<String> PAGE_TYPES = Set.of(
            PublicDocument.GENERAL,
            "home",
            "category",
            "product",
            "search",
            "cart",
            "checkout",
            "order",
            "account",
            "contact",
            "blog");

    private final Engine engine;

    PublicReads(Engine engine) {
        this.engine = engine;
    }

    /**
     * The tenant's quick questions.
     *
     * @param pageTypes only those for these types of pages and for all; empty for every question
     * @throws FlowException {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, {@code VALIDATION_FAILED} for a type of page that
     *     is not known, in this order
     */
    public QuickQuestions quickQuestions(String publicKey, Caller caller, List<String> pageTypes) {
        QuickQuestions all = quickQuestions(engine, ChatApi.admit(engine, publicKey, caller));
        if (pageTypes.isEmpty()) {
            return all;
        }
        refuseUnknown(pageTypes, all.questions());
        List<QuickQuestion> wanted = all.questions().stream()
                .filter(question ->
                        question.pageType().equals(PublicDocument.GENERAL) || pageTypes.contains(question.pageType()))
                .toList();
        return new QuickQuestions(wanted, all.publishedAt());
    }

    private static void refuseUnknown(List<String> pageTypes, List<QuickQuestion> questions) {
        Set<String> unknown = new LinkedHashSet<>(pageTypes);
        unknown.removeAll(PAGE_TYPES);
        questions.forEach(question -> unknown.remove(question.pageType()));
        if (!unknown.isEmpty()) {
            throw FlowException.ofFields(
                    ErrorCode.VALIDATION_FAILED, Map.of("pageType", List.of("names a type of page that is not known")));
        }
    }

    /** All of the tenant's, as a session shows them too. */
    static QuickQuestions quickQuestions(Engine engine, WidgetKey key) {
        Edition edition = engine.publicDocuments().read(key.tenant(), PublicDocument.QUICK_QUESTIONS);
        List<QuickQuestion> questions = new ArrayList<>();
        for (Object item : (List<?>) edition.content()) {
            questions.add(question(engine, key, (Map<?, ?>) item));
        }
        return new QuickQuestions(questions, edition.publishedAt());
    }

    private static QuickQuestion question(Engine engine, WidgetKey key, Map<?, ?> item) {
        String code = (String) item.get("flow");
        FlowVersion flow = code == null ? null : engine.catalog().active(key.tenant(), code);
        String intent = flow == null ? null : flow.intent();
        return new QuickQuestion(
                String.valueOf(item.get("question")),
                String.valueOf(item.get("page_type")),
                flow == null ? null : flow.flow(),
                intent != null && key.intents().permits(intent) ? intent : null);
    }

    /**
     * The public fields of a section of the tenant's configuration.
     *
     * @throws FlowException {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, {@code NOT_FOUND} when there is no such section
     *     or nothing in it is public, in this order
     */
    public PublicConfig config(String publicKey, Caller caller, String section) {
        WidgetKey key = ChatApi.admit(engine, publicKey, caller);
        Edition edition = engine.publicDocuments().read(key.tenant(), PublicDocument.CONFIG);
        if (!(((Map<?, ?>) edition.content()).get(section) instanceof Map<?, ?> fields)) {
            throw new FlowException(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> values.put((String) name, value));
        return new PublicConfig(section, values, edition.publishedAt());
    }
}
