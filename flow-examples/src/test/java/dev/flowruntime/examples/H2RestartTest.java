package dev.flowruntime.examples;

import java.util.List;

class H2RestartTest extends RestartContract {
    @Override
    List<String> database() {
        // otherwise H2 writes what was committed up to half a second later
        return List.of("--jdbc-url=jdbc:h2:file:" + directory.resolve("flow") + ";WRITE_DELAY=0");
    }
}
