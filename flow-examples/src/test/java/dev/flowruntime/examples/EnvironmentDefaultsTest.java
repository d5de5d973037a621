package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EnvironmentDefaultsTest {
    private static ServeCommand serve(Map<String, String> environment, String... args) {
        CommandLine main = Main.commandLine(environment);
        String[] all = new String[args.length + 1];
        all[0] = "serve";
        System.arraycopy(args, 0, all, 1, args.length);
        main.parseArgs(all);
        return main.getSubcommands().get("serve").getCommand();
    }

    @ParameterizedTest
    @CsvSource({"--port, FLOW_PORT", "--session-ttl, FLOW_SESSION_TTL", "--ai-base-url, FLOW_AI_BASE_URL"})
    void everyOptionHasAVariable(String option, String variable) {
        assertThat(EnvironmentDefaults.variable(option)).isEqualTo(variable);
    }

    @Test
    void variablesStandForOptions() {
        ServeCommand serve = serve(Map.of(
                "FLOW_PORT", "7000",
                "FLOW_PROVISION", "a.yaml,b.yaml",
                "FLOW_SESSION_TTL", "PT10M",
                "FLOW_REQUIRE_ORIGIN", "false",
                "FLOW_ENGINE_TOKEN", "t",
                "FLOW_SIGNING_KEY", "a:00,b:11",
                "FLOW_ALLOW_LOCAL_WEBHOOKS", "true",
                "FLOW_RATE_LIMITS", "off",
                "FLOW_WEBHOOK_SCHEDULE", "PT1S,PT2S",
                "FLOW_JDBC_URL", "jdbc:x"));

        assertThat(serve.port).isEqualTo(7000);
        assertThat(serve.provision).containsExactly(Path.of("a.yaml"), Path.of("b.yaml"));
        assertThat(serve.sessionTtl).isEqualTo(Duration.ofMinutes(10));
        assertThat(serve.requireOrigin).isFalse();
        assertThat(serve.engineToken).isEqualTo("t");
        assertThat(serve.signing.signingKeys).containsExactly("a:00", "b:11");
        assertThat(serve.webhooks.allowLocalWebhooks).isTrue();
        assertThat(serve.rateLimits).isEqualTo(ServeCommand.Switch.off);
        assertThat(serve.webhookSchedule).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(serve.store.jdbcUrl).isEqualTo("jdbc:x");
    }

    @Test
    void variableOfAListHasCommas() {
        assertThat(serve(Map.of("FLOW_TRUSTED_PROXIES", "10.0.0.0/8,::1")).trustedProxies)
                .containsExactly("10.0.0.0/8", "::1");
    }

    @Test
    void optionsComeBeforeVariables() {
        assertThat(serve(Map.of("FLOW_PORT", "7000"), "--port", "7001").port).isEqualTo(7001);
    }

    @Test
    void emptyVariableIsNone() {
        assertThat(serve(Map.of("FLOW_PORT", " ", "FLOW_JDBC_URL", "")))
                .satisfies(serve -> assertThat(serve.port).isEqualTo(8080))
                .satisfies(serve -> assertThat(serve.store.jdbcUrl).isNull());
    }

    @Test
    void badVariableIsToldByItsOption() {
        Cli cli = Cli.run(Main.commandLine(Map.of("FLOW_PORT", "x")), "serve");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines())
                .containsExactly(
                        "Invalid value for option '--port': 'x' is not an int", "Try 'flow-examples serve --help'.");
    }
}
