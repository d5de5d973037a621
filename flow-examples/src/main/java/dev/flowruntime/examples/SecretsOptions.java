package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.token.KeyRing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What encrypts secrets in the store. */
final class SecretsOptions {
    @Option(
            names = "--secrets-key",
            arity = "1..*",
            split = ",",
            paramLabel = "[KID:]HEX",
            description =
                    "encrypts the secrets of widget keys in the store: 64 hex digits; the first encrypts, all decrypt")
    List<String> secretsKeys = List.of();

    /** @throws CommandFailure when a key is no good */
    FlowRuntime.Builder on(FlowRuntime.Builder runtime) {
        KeyRing keys = keys();
        return keys == null ? runtime : runtime.secretsKeys(keys);
    }

    /**
     * Null when none is given.
     *
     * @throws CommandFailure when one is no good
     */
    @Nullable
    KeyRing keys() {
        try {
            return secretsKeys.isEmpty() ? null : KeyRing.parse(secretsKeys);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--secrets-key: " + e.getMessage(), e);
        }
    }
}
