package dev.flowruntime.expression;

import java.util.List;

/**
 * A path off a root that an expression reads: {@code node.order_form.output} is root {@code node}, path {@code
 * [order_form, output]}.
 *
 * <p>The path ends where it is no longer constant text: {@code vars.items[0].name} and {@code vars.items[vars.n]} both refer to
 * {@code vars.items}.
 */
public record Reference(String root, List<String> path) {
    public Reference {
        path = List.copyOf(path);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? root : root + "." + String.join(".", path);
    }
}
