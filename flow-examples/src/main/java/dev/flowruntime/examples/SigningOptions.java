package dev.flowruntime.examples;

import dev.flowruntime.token.KeyRing;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Option;

/** What signs tokens. */
final class SigningOptions {
    @Option(
            names = "--signing-key",
            arity = "1..*",
            split = ",",
            paramLabel = "[KID:]HEX",
            description = "signs session tokens; the first signs, all verify. Without it sessions end with the process")
    List<String> signingKeys = List.of();

    /** @throws CommandFailure when a key is no good */
    KeyRing keys() {
        if (signingKeys.isEmpty()) {
            return KeyRing.random(new SecureRandom());
        }
        try {
            return KeyRing.parse(signingKeys);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--signing-key: " + e.getMessage(), e);
        }
    }
}
