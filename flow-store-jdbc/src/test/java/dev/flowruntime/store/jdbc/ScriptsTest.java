package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.JdbcSchema.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptsTest {
    @Test
    void statementsEndWithSemicolonsAtEndsOfLines() {
        assertThat(Scripts.statements("select ';'\n  ;  \n\ninsert into a\nvalues ('x; y');\n"))
                .containsExactly("select ';'\n  ", "insert into a\nvalues ('x; y')");
    }

    @Test
    void linesOfCommentEndNothing() {
        assertThat(Scripts.statements("-- one;\ncreate table a (\n    -- two; $$\n    id int\n);\n"))
                .containsExactly("create table a (\n    id int\n)");
    }

    @Test
    void blocksBetweenDollarsStayWhole() {
        assertThat(Scripts.statements("do $$\nbegin\n    perform 1;\nend\n$$;\nselect $$a$$;\nselect 2;\n"))
                .containsExactly("do $$\nbegin\n    perform 1;\nend\n$$", "select $$a$$", "select 2");
    }

    @Test
    void textAfterTheLastSemicolonIsRefused() {
        assertThatThrownBy(() -> Scripts.statements("select 1;\nselect 2\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last statement does not end: select 2");
    }

    @Test
    void postgresqlHasItsRolesFirstAndThenItsSteps() {
        assertThat(JdbcSchema.scripts(Product.POSTGRESQL))
                .extracting(Script::name)
                .containsExactly("roles.sql", "V1__tables.sql", "V2__partitions.sql", "V3__walls.sql");
    }

    @ParameterizedTest
    @EnumSource
    void eachStepRecordsThatItBeganAndThatItWasApplied(Product product) {
        for (Step step : Scripts.steps(product)) {
            List<String> statements =
                    Scripts.statements(Scripts.script(product, step).text());
            assertThat(statements.get(step.number() == 1 ? 1 : 0))
                    .isEqualTo("insert into flow_schema_step (step, name, checksum) values (%d, '%s', '%s')"
                            .formatted(step.number(), step.name(), step.checksum()));
            assertThat(statements.get(statements.size() - 1))
                    .matches("update flow_schema_step set applied_at = \\S+ where step = " + step.number());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noShippedStatementHoldsTwo(Product product) {
        for (Script script : JdbcSchema.scripts(product)) {
            assertThat(Scripts.statements(script.text()))
                    .allMatch(statement -> statement.startsWith("do $$") || !statement.contains(";"));
        }
    }

    @Test
    void aStepWithAnotherTextHasAnotherChecksum() {
        assertThat(new Step(1, "a", "select 1;").checksum())
                .hasSize(64)
                .isNotEqualTo(new Step(1, "a", "select 2;").checksum());
    }
}
