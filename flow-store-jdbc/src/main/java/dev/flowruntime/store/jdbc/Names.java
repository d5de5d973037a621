package dev.flowruntime.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Several names in one column: one a line, with line feeds and backslashes in them escaped. */
final class Names {
    private Names() {}

    static String write(Collection<String> names) {
        return names.stream()
                .map(name -> name.replace("\\", "\\\\").replace("\n", "\\n") + "\n")
                .collect(Collectors.joining());
    }

    static List<String> read(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                names.add(name.toString());
                name.setLength(0);
            } else if (c == '\\') {
                i++;
                name.append(text.charAt(i) == 'n' ? '\n' : '\\');
            } else {
                name.append(c);
            }
        }
        return List.copyOf(names);
    }
}
