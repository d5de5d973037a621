package dev.flowruntime.node;

import dev.flowruntime.document.HeaderName;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Members;
import dev.flowruntime.expression.Scope;
import dev.flowruntime.expression.Template;
import dev.flowruntime.expression.UrlTemplate;
import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeResult.SendRequest;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code http.request}: asks another system over HTTP. The node says what is to be sent; the engine sends it. */
final class HttpRequestNode {
    private static final Member METHOD = Member.word("method", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .needed();
    private static final List<String> WITHOUT_BODY = List.of("GET", "HEAD");
    private static final Pattern CONNECTION = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int RETRIES = 2;
    private static final int MOST_RETRIES = 10;
    private static final String CONTENT_TYPE = "Content-Type";

    static final NodeType TYPE = new NodeType(
            "http.request",
            Kind.EFFECT,
            Edges.NEXT,
            List.of(
                    METHOD,
                    Member.of("url", Member.Kind.URL).needed(),
                    Member.of("headers", Member.Kind.HEADERS),
                    Member.of("body", Member.Kind.VALUE),
                    Member.of("connection", Member.Kind.TEXT),
                    Member.of("timeout", Member.Kind.DURATION),
                    Member.of("retries", Member.Kind.RETRIES)),
            HttpRequestNode::compile);

    private HttpRequestNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("status", "headers", "body"));
        Members members = source.members();
        members.requiredText("method");
        String method = members.word("method", METHOD.words());
        String connection = connection(members);
        UrlTemplate url = url(source, connection);
        Map<String, Template> headers = headers(source);
        ValueTemplate body = source.value("body");
        if (body != null && WITHOUT_BODY.contains(method)) {
            members.error("body", "has no place with " + method);
        }
        Duration timeout = timeout(members);
        int retries = members.integer("retries", RETRIES, 0, MOST_RETRIES);
        if (url == null) {
            return new CompiledNode(call -> NodeResult.done());
        }
        return new CompiledNode(call -> {
            Map<String, String> sent = rendered(headers, call.scope());
            Object value = body == null ? null : body.evaluate(call.scope());
            if (value != null && sent.keySet().stream().noneMatch(CONTENT_TYPE::equalsIgnoreCase)) {
                sent.put(CONTENT_TYPE, value instanceof String ? "text/plain; charset=utf-8" : "application/json");
            }
            return new SendRequest(method, url.render(call.scope()), sent, text(value), connection, timeout, retries);
        });
    }

    private static @Nullable String text(@Nullable Object body) {
        return body == null || body instanceof String
                ? (String) body
                : JsonTree.write(body).text();
    }

    private static @Nullable String connection(Members members) {
        String connection = members.text("connection");
        if (connection != null && !CONNECTION.matcher(connection).matches()) {
            members.error("connection", "is not a name of lower-case letters, digits, dots, - and _");
        }
        return connection;
    }

    private static @Nullable UrlTemplate url(NodeSource source, @Nullable String connection) {
        UrlTemplate url = source.requiredUrl("url");
        if (url == null) {
            return null;
        }
        String text = url.toString();
        if (connection != null) {
            if (!text.startsWith("/")) {
                source.members().error("url", "must begin with / where a connection is named, which has the host");
            }
        } else if (url.startsWithValue()) {
            source.warn(
                    "url",
                    "lets a value say which host is asked: name the host, or a connection, unless that is meant");
        } else if (!text.startsWith("https://") && !text.startsWith("http://")) {
            source.members().error("url", "must begin with https://");
        }
        return url;
    }

    private static Duration timeout(Members members) {
        Duration timeout = members.duration("timeout");
        if (timeout != null && timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            members.error("timeout", "must be at most " + LONGEST_TIMEOUT);
        }
        return timeout == null ? TIMEOUT : timeout;
    }

    private static Map<String, Template> headers(NodeSource source) {
        Map<String, Template> headers = new LinkedHashMap<>();
        Members given = source.members().members("headers");
        if (given == null) {
            return headers;
        }
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : given.all().keySet()) {
            String refusal = HeaderName.whyNot(name);
            if (refusal == null && !seen.add(name)) {
                refusal = "is there already: upper and lower case mean the same";
            }
            if (refusal != null) {
                given.error(name, refusal);
            }
            Object value = given.value(name);
            if (value instanceof List || value instanceof Map) {
                given.error(name, "must be a text");
            } else if (value != null) {
                headers.put(name, source.template(given, name, String.valueOf(value)));
            }
        }
        return headers;
    }

    /** A header whose value renders to nothing is not sent. */
    private static Map<String, String> rendered(Map<String, Template> headers, Scope scope) {
        Map<String, String> rendered = new LinkedHashMap<>();
        headers.forEach((name, template) -> {
            String value = template.render(scope);
            if (!value.isEmpty()) {
                rendered.put(name, value);
            }
        });
        return rendered;
    }
}
