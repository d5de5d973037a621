package dev.flowruntime.store.jdbc.database;

import java.util.ArrayList;
import java.util.List;

/** Lists of statements. */
final class Sql {
    private Sql() {}

    static List<String> around(String first, List<String> statements, String last) {
        List<String> all = new ArrayList<>(statements.size() + 2);
        all.add(first);
        all.addAll(statements);
        all.add(last);
        return all;
    }
}
