package dev.flowruntime.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The statements that make the tables of an empty database. */
final class SchemaScripts {
    private static final List<String> DIRECTORIES = List.of("flow_tenant", "flow_engine_token", "flow_public_key");

    private SchemaScripts() {}

    static List<String> of(Product product) {
        List<String> statements = new ArrayList<>(tables(product));
        if (product == Product.POSTGRESQL) {
            statements.addAll(partitionsAndWalls(statements));
        }
        return statements;
    }

    private static List<String> tables(Product product) {
        String resource = "schema/" + product.dialect().name() + "/V1__tables.sql";
        try (InputStream in = Objects.requireNonNull(Dialect.class.getResourceAsStream(resource), resource)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(script.split(";\\R"))
                    .filter(sql -> !sql.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> partitionsAndWalls(List<String> tables) {
        List<String> statements = new ArrayList<>(List.of(
                "create role flow_app",
                "create role flow_dispatcher",
                "grant usage on schema public to flow_app, flow_dispatcher"));
        for (String sql : tables) {
            int start = sql.indexOf("create table ");
            if (start < 0) {
                continue;
            }
            String table = sql.substring(start + 13, sql.indexOf(' ', start + 13));
            if (sql.contains("partition by")) {
                statements.add("create table " + table + "_default partition of " + table + " default");
            }
            statements.add("grant select, insert, update, delete on " + table + " to flow_dispatcher");
            if (!DIRECTORIES.contains(table)) {
                statements.add("grant select, insert, update, delete on " + table + " to flow_app");
                statements.add("alter table " + table + " enable row level security");
                statements.add("alter table " + table + " force row level security");
                statements.add("create policy everyone on " + table + " using (true)");
                statements.add("create policy one_tenant on " + table + " as restrictive to flow_app"
                        + " using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)");
            }
        }
        return statements;
    }
}
