package dev.flowruntime.examples;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options whose features are not there yet: they are read and checked, so that a command line need not change. */
final class LaterOptions {
    @Option(names = "--jwt-secret", paramLabel = "SECRET", description = "verifies the tokens of staff (*)")
    @Nullable
    String jwtSecret;

    @Option(names = "--ai-base-url", paramLabel = "URL", description = "the model service, up to before /v1 (*)")
    @Nullable
    URI aiBaseUrl;

    @Option(names = "--ai-api-key", paramLabel = "KEY", description = "the key of the model service (*)")
    @Nullable
    String aiApiKey;

    @Option(
            names = "--ai-backoff",
            split = ",",
            paramLabel = "DURATION",
            description = "the delays of a reply job's further attempts (*)")
    List<Duration> aiBackoff = List.of();
}
