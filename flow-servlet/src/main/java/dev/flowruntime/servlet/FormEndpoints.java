package dev.flowruntime.servlet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flowruntime.Caller;
import dev.flowruntime.FileRef;
import dev.flowruntime.FormSubmission;
import dev.flowruntime.FormView;
import dev.flowruntime.PublicForms;
import dev.flowruntime.PublicForms.UploadRequest;
import dev.flowruntime.SubmissionReply;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.Replies;
import dev.flowruntime.servlet.wire.SubmissionBody;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pages with standalone forms call. */
final class FormEndpoints {
    private static final String DEFAULT_LOCALE = "en";

    private final KeyAdmission keys;
    private final PublicForms forms;
    private final FlowServletSettings settings;
    private final RateLimits limits;

    /** What was written of a form is good for as long as the runtime gives that very form; by identity. */
    private final Cache<FormView, Answer> schemas =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    FormEndpoints(KeyAdmission keys, PublicForms forms, FlowServletSettings settings, RateLimits limits) {
        this.keys = keys;
        this.forms = forms;
        this.settings = settings;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/public/v1/forms/{}", this::mount)
                .add("GET", "/api/public/v1/forms/{}/schema", this::schema)
                .add("POST", "/api/public/v1/forms/{}/submissions", this::submit)
                .add("POST", "/api/public/v1/forms/{}/uploads", this::upload);
    }

    /** Asked for its headers alone, it is not shown to anybody. */
    private Answer mount(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = keys.admit(exchange, caller, RateLimit.PUBLIC_READS);
        FormView form = exchange.method().equals("GET")
                ? forms.mount(key, caller, exchange.parameter())
                : forms.read(key, caller, exchange.parameter());
        String locale = SubmissionBody.locale(exchange.query("locale"));
        return Answer.json(200, Replies.form(form, locale == null ? DEFAULT_LOCALE : locale));
    }

    private Answer schema(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = keys.admit(exchange, caller, RateLimit.PUBLIC_READS);
        FormView form = forms.read(key, caller, exchange.parameter());
        Answer answer = schemas.get(form, FormEndpoints::describe);
        return exchange.query(KeyAdmission.PARAMETER) == null ? answer.varying(KeyAdmission.HEADER) : answer;
    }

    private static Answer describe(FormView form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "private, max-age=60");
        headers.put("X-Edge-Source", "store");
        return Answer.tagged(Replies.formSchema(form), headers);
    }

    /** Where only the body names the key, the limit of the key is judged after it, and that of the address comes first. */
    private Answer submit(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String shown = KeyAdmission.shown(exchange);
        if (shown == null) {
            limits.spend(RateLimit.SESSION_REQUESTS, exchange.clientNetwork());
            JsonBody body = exchange.body(settings.bodyLimit());
            String places = "in the query, as " + KeyAdmission.HEADER + " or in the body";
            String key = KeyAdmission.required(body.peekText(KeyAdmission.PARAMETER), places);
            return submit(exchange, caller, keys.admit(exchange, caller, RateLimit.FORM_SUBMISSIONS, key), body);
        }
        return submit(exchange, caller, keys.admit(exchange, caller, RateLimit.FORM_SUBMISSIONS, shown), null);
    }

    private Answer upload(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = keys.admit(exchange, caller, RateLimit.UPLOADS);
        forms.read(key, caller, exchange.parameter());
        UploadRequest request = new UploadRequest(key, exchange.parameter(), exchange.required("field"));
        FileRef file = forms.upload(request, caller, () -> exchange.file(settings.uploadLimit()));
        return Answer.json(201, Replies.file(file));
    }

    private Answer submit(Exchange exchange, Caller caller, String key, @Nullable JsonBody read) {
        forms.read(key, caller, exchange.parameter());
        FormSubmission submission = SubmissionBody.read(read == null ? exchange.body(settings.bodyLimit()) : read);
        SubmissionReply reply = forms.submit(key, caller, exchange.parameter(), submission);
        return Answer.json(reply.duplicate() ? 200 : 201, Replies.submission(reply));
    }
}
