package dev.flowruntime.examples;

import java.util.List;

class H2RestartTest extends RestartContract {
    @Override
    List<String> database() {
        return List.of("--jdbc-url=jdbc:h2:file:" + directory.resolve("flow"));
    }
}
