package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import dev.flowruntime.servlet.wire.JsonBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as the endpoints see it, and what became known on the way of who may read its answer. */
final class Exchange {
    private static final String PUBLIC_API = "/api/public/";
    private static final String BEARER = "Bearer ";
    private static final String WAITING = Admission.Waiting.class.getName();

    private final HttpServletRequest request;
    private final String path;
    private final String requestId;
    private final @Nullable IpAddress client;
    private String parameter = "";
    private @Nullable String publicKey;
    private boolean originAccepted;

    /** @param client who sent the request; null when that has no address */
    Exchange(HttpServletRequest request, String requestId, @Nullable IpAddress client) {
        this.request = request;
        this.path = pathOf(request);
        this.requestId = requestId;
        this.client = client;
    }

    /** Relative to where the servlet is mounted, decoded. */
    private static String pathOf(HttpServletRequest request) {
        // As the default servlet ("/") of a context it is told its path where others are told their mount.
        boolean isDefault = request.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT;
        String path = isDefault ? request.getServletPath() : request.getPathInfo();
        return path == null ? "" : path;
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return path;
    }

    String requestId() {
        return requestId;
    }

    /** The segment that the route leaves open. */
    String parameter() {
        return parameter;
    }

    void parameter(String value) {
        parameter = value;
    }

    /** Whether browsers of other origins talk to this path. */
    boolean isPublic() {
        return path.startsWith(PUBLIC_API);
    }

    @Nullable
    String origin() {
        return request.getHeader("Origin");
    }

    @Nullable
    String bearer() {
        String credentials = request.getHeader("Authorization");
        if (credentials == null || !credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return credentials.substring(BEARER.length()).strip();
    }

    Caller caller(boolean originRequired) {
        String ip = client == null ? null : client.toString();
        return new Caller(origin(), originRequired, bearer(), requestId, ip);
    }

    /** Who is counted as one client. */
    String clientNetwork() {
        return client == null ? "" : client.network();
    }

    /** The first value in the query, without a look at the body; null when there is none. */
    @Nullable
    String query(String name) {
        List<String> values = queries(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * The first value in the query.
     *
     * @throws FlowException INVALID_INPUT when there is none, or it is empty
     */
    String required(String name) {
        String value = query(name);
        if (value == null || value.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.INVALID_INPUT, Map.of(name, List.of("is required in the query")));
        }
        return value;
    }

    /** All values in the query, in their order, without a look at the body. */
    List<String> queries(String name) {
        String query = request.getQueryString();
        List<String> values = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
                values.add(decode(pair.substring(name.length() + 1)));
            }
        }
        return values;
    }

    /** The first line of a header; null when there is none. */
    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    /** What the client says that it has; null when it says nothing. */
    @Nullable
    String ifNoneMatch() {
        Enumeration<String> lines = request.getHeaders("If-None-Match");
        return lines.hasMoreElements() ? String.join(",", Collections.list(lines)) : null;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that escapes nothing stands for itself
        }
    }

    /** @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT */
    JsonBody body(int limit) {
        return RequestBody.read(request, limit);
    }

    /**
     * The bytes of the body, whatever they are.
     *
     * @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT
     */
    byte[] bytes(int limit) {
        return RequestBody.bytes(request, limit);
    }

    /** Several keys, on lines of their own, are one that nobody may have; null when there is none. */
    @Nullable
    String idempotencyKey() {
        List<String> keys = Collections.list(request.getHeaders("Idempotency-Key"));
        return keys.isEmpty() ? null : String.join(" ", keys);
    }

    /**
     * The file in a multipart body; what follows it is read with its content.
     *
     * @throws FlowException PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT
     */
    IncomingFile file(long limit) {
        return RequestBody.file(request, limit);
    }

    /** Whether it can be answered after this thread has left; its container decides that. */
    boolean canWait() {
        return request.isAsyncSupported();
    }

    /** How it has waited for a place; null when it has not. */
    Admission.@Nullable Waiting waited() {
        return (Admission.Waiting) request.getAttribute(WAITING);
    }

    void waiting(Admission.Waiting waiting) {
        request.setAttribute(WAITING, waiting);
    }

    /** Keeps the request open; whoever answers it ends it. */
    AsyncContext await() {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        return context;
    }

    /** Lets a client that is refused finish sending, so that it reads the answer. */
    void drain() {
        RequestBody.drain(request);
    }

    /** The widget key that the request says it is of. */
    @Nullable
    String publicKey() {
        return publicKey;
    }

    void publicKey(@Nullable String key) {
        publicKey = key;
    }

    /** Whether the runtime has let the origin in. */
    boolean originAccepted() {
        return originAccepted;
    }

    void acceptOrigin() {
        originAccepted = true;
    }
}
