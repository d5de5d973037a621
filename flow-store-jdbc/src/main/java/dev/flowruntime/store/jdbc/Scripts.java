package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.JdbcSchema.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The shipped SQL. */
final class Scripts {
    private static final String ROLES = "roles.sql";

    private Scripts() {}

    static List<Script> of(Product product) {
        List<Script> scripts = new ArrayList<>();
        if (product == Product.POSTGRESQL) {
            scripts.add(roles());
        }
        steps(product).forEach(step -> scripts.add(script(product, step)));
        return List.copyOf(scripts);
    }

    /** The roles belong to a server, not to a schema, so they are no step of one. */
    static Script roles() {
        return new Script(ROLES, read(Product.POSTGRESQL, ROLES));
    }

    static List<Step> steps(Product product) {
        List<Step> steps = new ArrayList<>();
        for (String name : product.steps) {
            int number = steps.size() + 1;
            steps.add(new Step(number, name, read(product, "V" + number + "__" + name + ".sql")));
        }
        return List.copyOf(steps);
    }

    /** A step and its record: begun before its first statement, applied after its last. */
    static Script script(Product product, Step step) {
        String history = step.number() == 1 ? read(product, "history.sql") + "\n" : "";
        String now = product == Product.MARIADB ? "utc_timestamp(6)" : "current_timestamp";
        String begun = "insert into flow_schema_step (step, name, checksum) values (%d, '%s', '%s');%n%n"
                .formatted(step.number(), step.name(), step.checksum());
        String applied =
                "%nupdate flow_schema_step set applied_at = %s where step = %d;%n".formatted(now, step.number());
        return new Script(step.file(), history + begun + step.body() + applied);
    }

    /**
     * Cuts a text into its statements: each ends with a semicolon at the end of a line that is not between two {@code $$}.
     * Lines that begin with {@code --} are left out.
     */
    static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        boolean quoted = false;
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("--") || line.isBlank() && statement.isEmpty()) {
                continue;
            }
            quoted ^= line.split("\\$\\$", -1).length % 2 == 0;
            statement.append(line).append('\n');
            if (!quoted && line.stripTrailing().endsWith(";")) {
                statements.add(withoutEnd(statement.toString()));
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException(
                    "the last statement does not end: " + statement.toString().strip());
        }
        return List.copyOf(statements);
    }

    private static String withoutEnd(String statement) {
        String stripped = statement.strip();
        return stripped.substring(0, stripped.length() - 1);
    }

    private static String read(Product product, String file) {
        String name = "schema/" + product.name().toLowerCase(Locale.ROOT) + "/" + file;
        try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
