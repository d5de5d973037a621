package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.JdbcSchema.Script;
import org.junit.jupiter.api.Test;

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

    @Test
    void eachStepRecordsThatItBeganAndThatItWasApplied() {
        for (Step step : Scripts.steps(Product.POSTGRESQL)) {
            String text = Scripts.script(Product.POSTGRESQL, step).text();
            assertThat(text)
                    .contains("insert into flow_schema_step (step, name, checksum) values (" + step.number() + ", '"
                            + step.name() + "', '" + step.checksum() + "');")
                    .endsWith("set applied_at = current_timestamp where step = " + step.number() + ";\n");
        }
    }

    @Test
    void aStepWithAnotherTextHasAnotherChecksum() {
        assertThat(new Step(1, "a", "select 1;").checksum())
                .hasSize(64)
                .isNotEqualTo(new Step(1, "a", "select 2;").checksum());
    }
}
