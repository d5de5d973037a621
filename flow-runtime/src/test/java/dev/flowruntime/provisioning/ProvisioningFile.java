package dev.flowruntime.provisioning;

import dev.flowruntime.document.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes provisioning files into a directory and reads what is said of them. */
final class ProvisioningFile {
    static final String TENANT = "tenant: { id: 019e2667-0000-7000-8000-000000000001, slug: acme, name: Acme Inc. }\n";

    private final Path directory;

    ProvisioningFile(Path directory) {
        this.directory = directory;
    }

    Path write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The complaints about {@code acme.yaml}: the tenant in its first line, the given sections from its second. */
    List<String> problems(String sections) {
        return texts(Provisioning.read(write("acme.yaml", TENANT + sections)).problems());
    }

    /** With names of files as a user in that directory would know them. */
    List<String> texts(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(directory + "/", ""))
                .toList();
    }
}
