package dev.flowruntime.expression;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A compiled URL with insertions, as in <code>https://shop.example.com/orders/{{ vars.order }}?lang={{ conversation.locale }}</code>
 *
 * <p>What is inserted is one piece of the path or of the query: it is percent-encoded, slashes and all, so that no value changes which
 * host is asked or which segments the path has. A value that would be a whole segment and is missing, and one that makes a segment
 * {@code .} or {@code ..}, err.
 *
 * <p>Only a value at the very beginning is taken as it stands, for it is a URL itself; see {@link #startsWithValue()}.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class UrlTemplate {
    private static final String KEPT = "-._~";

    private final Template template;

    private UrlTemplate(Template template) {
        this.template = template;
    }

    /**
     * Compiles a URL, or the path of one.
     *
     * @throws ExpressionException when an insertion does not compile, or stands where it would be a part of the host
     */
    public static UrlTemplate compile(String text) {
        Template template = Template.compile(text);
        if (!template.isConstant()) {
            List<String> literals = template.literals();
            String first = literals.get(0);
            if (first.isEmpty() ? !endsHost(literals) : !first.startsWith("/") && !hasWholeHost(first)) {
                throw new ExpressionException(
                        "a value cannot be a part of the host: it stands in the path or the query, or is the whole"
                                + " beginning of the URL",
                        first.length() + 1);
            }
        }
        return new UrlTemplate(template);
    }

    /** Whether the author's own text goes on behind a first value where no host goes on. */
    private static boolean endsHost(List<String> literals) {
        String next = literals.get(1);
        return next.isEmpty() ? literals.size() == 2 : "/?&".indexOf(next.charAt(0)) >= 0;
    }

    private static boolean hasWholeHost(String literal) {
        int scheme = literal.indexOf("://");
        return scheme >= 0 && pathStart(literal, scheme + 3) < literal.length();
    }

    private static int pathStart(String url, int from) {
        int at = from;
        while (at < url.length() && "/?#".indexOf(url.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** Whether a value decides which host is asked. */
    public boolean startsWithValue() {
        return !template.isConstant() && template.literals().get(0).isEmpty();
    }

    /** Every path off a root that it may read, in the order of the text. */
    public Set<Reference> references() {
        return template.references();
    }

    /**
     * The URL with its values.
     *
     * @throws ExpressionException when an expression errs, a value changed the segments of the path, or the text gets longer than 64 KiB
     */
    public String render(Scope scope) {
        List<String> literals = template.literals();
        StringBuilder out = new StringBuilder(literals.get(0));
        for (int i = 0; i + 1 < literals.size(); i++) {
            String value = Text.of(template.inserted(i, scope));
            String next = literals.get(i + 1);
            if (i == 0 && startsWithValue()) {
                Text.append(out, value);
            } else {
                if (value.isEmpty() && isWholeSegment(out, next)) {
                    throw new ExpressionException("a value that is a whole segment of the path is missing");
                }
                appendEncoded(out, value);
            }
            Text.append(out, next);
        }
        String url = Text.bounded(out.toString());
        refuseDotSegments(url);
        return url;
    }

    private static boolean isWholeSegment(StringBuilder before, String after) {
        return before.charAt(before.length() - 1) == '/'
                && before.indexOf("?") < 0
                && (after.isEmpty() || after.charAt(0) == '/' || after.charAt(0) == '?');
    }

    private static void appendEncoded(StringBuilder out, String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
    }

    /** Whoever reads the URL may take them for steps to other paths. */
    private static void refuseDotSegments(String url) {
        int scheme = url.indexOf("://");
        int start = url.startsWith("/") ? 0 : pathStart(url, scheme < 0 ? 0 : scheme + 3);
        int query = url.indexOf('?', start);
        for (String segment :
                url.substring(start, query < 0 ? url.length() : query).split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                throw new ExpressionException("the path has a segment that is . or ..");
            }
        }
    }

    @Override
    public String toString() {
        return template.toString();
    }
}
