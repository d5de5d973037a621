package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import java.util.HashMap;
import java.util.Map;

/** Complains of a value that stands twice; the complaint does not repeat it, for it may be a secret. */
final class Unique {
    private final Map<String, String> paths = new HashMap<>();

    void claim(Members members, String name, String value) {
        String first = value.isEmpty() ? null : paths.putIfAbsent(value, members.path(name));
        if (first != null) {
            members.error(name, "is the same as " + first);
        }
    }
}
