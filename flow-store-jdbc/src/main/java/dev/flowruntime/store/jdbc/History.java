package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The steps that a schema has seen, in their order, held against those that this program knows. */
record History(String schema, List<Entry> entries) {
    private static final String READ =
            "select step, name, checksum, case when applied_at is null then 0 else 1 end from flow_schema_step order by step";

    /** A step as it was applied, or as it began. */
    record Entry(int number, String name, String checksum, boolean applied) {
        boolean is(Step step) {
            return number == step.number() && checksum.equals(step.checksum());
        }

        @Override
        public String toString() {
            return "step " + number + " (" + name + ")";
        }
    }

    /** No entries also when there is no schema of ours. */
    static History read(Connection connection, Product product) throws SQLException {
        String schema = Transaction.text(connection, "select " + product.currentSchema);
        if (schema == null) {
            throw refusal("the connection has no schema to work in: create the one that it names, or name another");
        }
        boolean exists = !Transaction.texts(
                        connection,
                        "select table_name from information_schema.tables where table_schema = " + product.currentSchema
                                + " and lower(table_name) = 'flow_schema_step'")
                .isEmpty();
        List<Entry> entries = new ArrayList<>();
        if (exists) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(READ)) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4) == 1));
                }
            }
        }
        return new History(schema, List.copyOf(entries));
    }

    /** For a program that runs already: what it knows is there, and more may be. */
    void requireAll(List<Step> known) {
        if (entries.isEmpty()) {
            throw refusal("schema %s has no tables of this store, or none that this login may see: run the migration"
                    .formatted(schema));
        }
        requireUnchanged(known);
        List<Step> missing = missing(known);
        if (!missing.isEmpty()) {
            throw refusal(
                    "schema %s is older than this program, it lacks %s: run the migration".formatted(schema, missing));
        }
    }

    /** For a program that starts. */
    void requireExactly(List<Step> known) {
        requireNotNewer(known);
        requireAll(known);
    }

    /** Each entry is one of ours, as far as we know it, and was applied to its end. */
    void requireUnchanged(List<Step> known) {
        for (Entry entry : entries) {
            if (entry.number > known.size()) {
                continue;
            }
            if (!entry.applied) {
                throw refusal(
                        ("%s of schema %s has begun and not ended. If no migration is running, it failed in the middle:"
                                        + " drop what it made (or, if this store has no rows yet, all tables named flow_...), delete"
                                        + " its row of flow_schema_step, and run the migration")
                                .formatted(entry, schema));
            }
            if (!entry.is(known.get(entry.number - 1))) {
                throw refusal(
                        ("%s of schema %s was applied with another text than this program ships: use the version of the"
                                        + " library that applied it, or make the schema anew")
                                .formatted(entry, schema));
            }
        }
    }

    void requireNotNewer(List<Step> known) {
        if (!entries.isEmpty() && entries.get(entries.size() - 1).number > known.size()) {
            throw refusal(
                    ("schema %s is newer than this program, which knows %d steps; it has seen %s: a later version of the"
                                    + " library has been here, use that one")
                            .formatted(schema, known.size(), entries.get(entries.size() - 1)));
        }
    }

    List<Step> missing(List<Step> known) {
        return known.stream()
                .filter(step -> entries.stream().noneMatch(entry -> entry.number == step.number()))
                .toList();
    }

    private static StoreException refusal(String text) {
        return new StoreException(Retry.NEVER, text);
    }
}
