package dev.flowruntime.examples;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options whose features are not there yet: they are read and checked, so that a command line need not change. */
final class LaterOptions {
    @Option(names = "--jwt-secret", paramLabel = "SECRET", description = "verifies the tokens of staff (*)")
    @Nullable
    String jwtSecret;

    @Option(
            names = "--secrets-key",
            paramLabel = "HEX",
            converter = Hex.class,
            description = "encrypts secrets at rest: 64 hex digits (*)")
    @Nullable
    String secretsKey;

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

    static final class Hex implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.matches("[0-9a-fA-F]{64}")) {
                throw new TypeConversionException("it must be 64 hex digits"); // never repeat a secret
            }
            return text;
        }
    }
}
