package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OrderInOneTransactionTest {
    @Test
    void orderAndConversationAreThereTogetherOrNotAtAll() throws SQLException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            OrderInOneTransaction.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("Thank you for order A-1."),
                        line -> assertThat(line).isEqualTo("A-2 was refused, and its conversation with it"),
                        line -> assertThat(line).isEqualTo("1 order, 1 execution, 1 task"));
    }
}
