package dev.flowruntime.expression;

import java.util.Set;
import org.jspecify.annotations.Nullable;

public final class Template {
    public static Template compile(String s) {
        return new Template();
    }

    public String render(Scope s) {
        return "";
    }

    public String renderMarkdown(Scope s) {
        return "";
    }

    public @Nullable Object value(Scope s) {
        return null;
    }

    public boolean isConstant() {
        return false;
    }

    public Set<Reference> references() {
        return Set.of();
    }
}
