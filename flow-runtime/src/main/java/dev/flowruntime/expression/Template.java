package dev.flowruntime.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled text with insertions, as in <code>Hello {{ vars.first_name }}!</code>
 *
 * <p>An insertion is two opening braces, one expression, two closing braces; braces inside its strings and maps are its own. There
 * is no other syntax: the expression starts right behind the braces, so that <code>{{#</code>, <code>{{=</code>, <code>{{&gt;</code>
 * and a third brace that opens no map do not compile. Two braces to be shown are written as a string: <code>{{ "{{" }}</code>.
 *
 * <p>What is inserted is data. It is put in once and never looked at again: braces or code in a value stay as they are.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class Template {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String NO_MEANING = "#=>/^&@";
    private static final int ROOM = 32;

    private final String text;
    /** One more than there are insertions: they stand between these. */
    private final List<String> literals;

    private final List<Insertion> insertions;
    private final Set<Reference> references;

    /** An expression and what the author's text around it makes of markdown there. */
    private record Insertion(Node node, MarkdownPlaces.Place place) {}

    private Template(String text, List<String> literals, List<Insertion> insertions, Set<Reference> references) {
        this.text = text;
        this.literals = List.copyOf(literals);
        this.insertions = List.copyOf(insertions);
        this.references = Collections.unmodifiableSet(references);
    }

    /**
     * Compiles a text.
     *
     * @throws ExpressionException when an insertion is not closed or does not compile, or the text is over 64 KiB; columns count
     *     in the whole text
     */
    public static Template compile(String text) {
        Text.bounded(text);
        List<String> literals = new ArrayList<>();
        List<Insertion> insertions = new ArrayList<>();
        Set<Reference> references = new LinkedHashSet<>();
        MarkdownPlaces places = new MarkdownPlaces();
        int end = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, end)) {
            String literal = text.substring(end, open);
            literals.add(literal);
            Parser.Part part = insertion(text, open);
            insertions.add(new Insertion(part.node(), places.after(literal)));
            references.addAll(part.references());
            end = part.end() + CLOSE.length();
        }
        literals.add(text.substring(end));
        return new Template(text, literals, insertions, references);
    }

    private static Parser.Part insertion(String text, int open) {
        int start = open + OPEN.length();
        if (text.indexOf(CLOSE, start) < 0) {
            throw new ExpressionException("'{{' is not closed by '}}'", open + 1);
        }
        if (NO_MEANING.indexOf(text.charAt(start)) >= 0) {
            throw new ExpressionException(
                    "'" + text.substring(open, start + 1) + "' has no meaning, write {{ expression }}", open + 1);
        }
        try {
            return Parser.part(text, start, CLOSE, Roots.FLOW);
        } catch (ExpressionException e) {
            if (text.charAt(start) == '{') {
                throw new ExpressionException(
                        "'{{{' has no meaning but of a map, write {{ expression }} (" + e.getMessage() + ")", open + 1);
            }
            throw e;
        }
    }

    /** Whether there is nothing to insert. */
    public boolean isConstant() {
        return insertions.isEmpty();
    }

    /** Every path off a root that it may read, in the order of the text. */
    public Set<Reference> references() {
        return references;
    }

    /**
     * The text with its values: a missing one is empty, numbers have no trailing {@code .0} and no exponent, lists are joined with
     * {@code ", "}, maps are compact JSON, instants RFC 3339 in UTC.
     *
     * @throws ExpressionException when an expression errs, or the text gets longer than 64 KiB
     */
    public String render(Scope scope) {
        if (isConstant()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + ROOM * insertions.size());
        for (int i = 0; i < insertions.size(); i++) {
            Text.append(out, literals.get(i));
            Text.append(out, insertions.get(i).node.evaluate(scope));
        }
        Text.append(out, literals.get(insertions.size()));
        return Text.bounded(out.toString());
    }

    /**
     * The text as CommonMark in which every value shows as its plain characters: no value makes emphasis, a link, an image, HTML, a line
     * or a block, whatever the author's text around it is. Line breaks in a value become spaces.
     *
     * <p>Where the author's own link or HTML tag holds an insertion, the value is encoded for its place: percent-encoded in
     * {@code [label](…)} (an address of its own must be http, https, mailto or tel, else it becomes {@code #}), as character references in a tag.
     *
     * @throws ExpressionException when an expression errs, or the text gets longer than 64 KiB
     */
    public String renderMarkdown(Scope scope) {
        if (isConstant()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + ROOM * insertions.size());
        Text.append(out, literals.get(0));
        for (int i = 0; i < insertions.size(); i++) {
            String value = Text.of(insertions.get(i).node.evaluate(scope));
            String next = literals.get(i + 1);
            Markdown.append(out, value, insertions.get(i).place);
            if (!value.isEmpty() && Markdown.completesListMarker(out, next)) {
                out.append('\\');
            }
            Text.append(out, next);
        }
        return Text.bounded(out.toString());
    }

    /**
     * The value itself where the text is exactly one insertion, with its type as {@link Expression#evaluate} gives it; else the
     * rendered text.
     *
     * @throws ExpressionException when an expression errs, or the result is over 64 KiB
     */
    public @Nullable Object value(Scope scope) {
        return PlainTree.of(raw(scope));
    }

    /** The author's own text around the insertions: one piece more than there are of these. */
    List<String> literals() {
        return literals;
    }

    /** The value of one insertion, from 0. */
    @Nullable
    Object inserted(int index, Scope scope) {
        return insertions.get(index).node.evaluate(scope);
    }

    /** The value, not yet copied and bounded. */
    @Nullable
    Object raw(Scope scope) {
        boolean alone = insertions.size() == 1
                && literals.get(0).isEmpty()
                && literals.get(1).isEmpty();
        return alone ? insertions.get(0).node.evaluate(scope) : render(scope);
    }

    @Override
    public String toString() {
        return text;
    }
}
