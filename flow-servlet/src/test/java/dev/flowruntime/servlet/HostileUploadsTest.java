package dev.flowruntime.servlet;

import static dev.flowruntime.servlet.Samples.BOUNDARY;
import static dev.flowruntime.servlet.Samples.bytes;
import static dev.flowruntime.servlet.Samples.join;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.file.DirectoryBlobStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.upload.FileTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, names and bodies that nobody honest sends: nothing leaves the directory for uploads, and nothing is shown in a page. */
class HostileUploadsTest {
    private static final String KEY = "pk_live_000000000000000000000000000000f0";
    private static final String UPLOADS = "/api/public/v1/forms/f/uploads?publicKey=" + KEY + "&field=";
    private static final String PLAIN = "any";
    private static final String LOOSE = "loose";
    private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

    private static final byte[] ZIP_BOMB = zipBomb();

    @TempDir
    private Path directory;

    private final FlowRuntime[] made = new FlowRuntime[1];
    private Container container;
    private Client page;
    private Set<String> temporary;

    /** @param accepted whether it is a file like any other once its name was made harmless */
    private record Hostile(String what, String field, byte[] body, boolean accepted) {}

    @BeforeEach
    void start() throws Exception {
        temporary = temporaryFiles();
        FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore())
                .blobs(DirectoryBlobStore.open(directory.resolve("uploads")))
                .fileTypes(FileTypes.tika())
                .build();
        made[0] = runtime;
        TenantId tenant = runtime.tenants().create("acme", "Acme Inc.").id();
        runtime.forms().publish(tenant, Document.parse("f", """
                form: f
                title: F
                fields:
                  - { name: any, type: file_upload, label: Any }
                  - { name: image, type: image_upload, label: Image }
                  - { name: loose, type: file_upload, label: Loose,
                      config: { allowed_upload_types: [image/*, application/*, text/*] } }
                """));
        runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "forms",
                                KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(Shop.ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofEverything(),
                                null,
                                null,
                                null));
        container = Container.jetty(
                Map.of("/*", FlowServlet.builder(runtime).withoutRateLimits().build()));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        made[0].close();
    }

    @Test
    void nothingLeavesTheDirectoryNothingIsShownAndNothingIsLeft() throws Exception {
        List<Hostile> all = new ArrayList<>();
        all.addAll(names());
        all.addAll(disguises());
        all.addAll(images());
        all.addAll(bodies());
        assertThat(all).hasSizeGreaterThan(130);
        long before = usedBytes();
        List<String> urls = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Hostile hostile : all) {
            Answered answered = page.with("Content-Type", Samples.TYPE)
                    .send("POST", UPLOADS + hostile.field, BodyPublishers.ofByteArray(hostile.body));
            if (answered.status() == 201) {
                assertHarmless(hostile, answered.json());
                urls.add(answered.json().get("url").asText());
            }
            boolean asExpected = hostile.accepted ? answered.status() == 201 : REFUSED.contains(answered.status());
            if (!asExpected) {
                wrong.add(hostile.what + ": " + answered.status() + " " + answered.text());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(usedBytes() - before).isLessThan(64L << 20);
        for (String url : urls) {
            assertOnlyDownloaded(url);
        }
        assertThat(storedFiles()).hasSize(urls.size());
        assertThat(temporaryFiles()).isEqualTo(temporary);
    }

    private static void assertHarmless(Hostile hostile, JsonNode file) {
        String name = file.get("name").asText();
        assertThat(name)
                .as(hostile.what)
                .isNotBlank()
                .doesNotContain("/", "\\", "..", "\"", "<", ">", ":", "|", "?", "*", "%", ";")
                .doesNotMatch("(?s).*[\\p{Cntrl}\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff].*")
                .doesNotMatch("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?")
                .doesNotStartWith(".")
                .doesNotEndWith(".")
                .doesNotEndWith(" ");
        assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(120);
    }

    private void assertOnlyDownloaded(String url) throws Exception {
        HttpResponse<byte[]> opened = page.http()
                .send(HttpRequest.newBuilder(container.root().resolve(url)).build(), BodyHandlers.ofByteArray());
        assertThat(opened.statusCode()).isEqualTo(200);
        Map<String, List<String>> headers = opened.headers().map();
        assertThat(headers.get("content-disposition"))
                .singleElement()
                .asString()
                .matches("attachment; filename=\"[ -~&&[^\"\\\\]]+\"; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+");
        assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
        assertThat(headers.get("content-security-policy")).containsExactly("default-src 'none'; sandbox");
        assertThat(headers.get("content-type"))
                .singleElement()
                .asString()
                .matches("application/(octet-stream|pdf)|image/(png|jpeg|gif|webp)|text/(plain|csv)");
    }

    /** Relative to the directory for uploads, in which alone there may be anything. */
    private List<String> storedFiles() throws IOException {
        Path uploads = directory.resolve("uploads");
        try (Stream<Path> files = Files.walk(directory)) {
            List<String> stored = files.filter(Files::isRegularFile)
                    .map(file -> uploads.relativize(file).toString())
                    .toList();
            String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
            assertThat(stored).allMatch(file -> file.matches(uuid + "/[0-9a-f]{2}/" + uuid));
            return stored;
        }
    }

    private static Set<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Set.copyOf(files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("junit") && !name.startsWith("hsperf"))
                    .filter(name ->
                            name.toLowerCase(java.util.Locale.ROOT).matches(".*(upload|multipart|tika|jetty).*"))
                    .toList());
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Hostile named(String name) {
        return new Hostile("name " + name, PLAIN, Samples.body(name, bytes("hello")), true);
    }

    /** Harmless text under names that are not; all end in .txt so that they are taken for what they are. */
    private static List<Hostile> names() {
        List<Hostile> all = new ArrayList<>();
        for (String path : List.of(
                "../../../etc/passwd.txt",
                "..\\..\\..\\windows\\win.txt",
                "/etc/cron.d/x.txt",
                "C:\\boot.txt",
                "C:evil.txt",
                "\\\\server\\share\\x.txt",
                "file:///etc/x.txt",
                "....//....//x.txt",
                "..%2f..%2fx.txt",
                "%2e%2e%2fx.txt",
                "..%c0%afx.txt",
                "..%252fx.txt",
                "a/../../b.txt",
                "./.txt.txt",
                "..;/x.txt",
                "\uff0e\uff0e\uff0fx.txt",
                "..\u2215..\u2215x.txt",
                "..\u29f8x.txt",
                "\uff3cx.txt",
                "~/x.txt",
                "$HOME/x.txt",
                "${jndi:ldap://x}.txt",
                "`id`.txt",
                "$(id).txt",
                "x;rm -rf.txt",
                "x|y.txt",
                "x&y.txt",
                "' or 1=1 --.txt",
                "<script>alert(1)</script>.txt",
                "<img src=x onerror=alert(1)>.txt",
                "x.txt%22; filename=%22evil.txt",
                "x\\\"; filename=\\\"evil.txt",
                "x.txt%0d%0aSet-Cookie: a=b.txt",
                "%0D%0A%0D%0A<html>.txt",
                "=cmd|' /C calc'!A0.txt",
                "con.txt",
                "CON.txt",
                "nul.txt",
                "NUL .txt",
                "aux.tar.txt",
                "com1.txt",
                "COM\u00b9.txt",
                "lpt9.txt",
                "prn.txt",
                "CONIN$.txt",
                "file.txt::$DATA.txt",
                "x.txt:stream.txt",
                ".htaccess.txt",
                "...hidden.txt",
                " .txt.txt",
                "x .txt",
                "x\u202etxt.exe.txt",
                "\u202egnp.exe.txt",
                "x\u200b.txt",
                "\ufeffx.txt",
                "x\u2066y\u2069.txt",
                "x\u0000.exe.txt",
                "x\u0001\u0002\u001b[31m.txt",
                "x\u007f\u0085.txt",
                "x\u2028y.txt",
                "x\u00ady.txt",
                "x\ud83d\ude00.txt",
                "a\u0300\u0301\u0302".repeat(30) + ".txt",
                "\ufdfa".repeat(100) + ".txt",
                "\u1d400.txt",
                "\u0130.txt",
                "a".repeat(5_000) + ".txt",
                "\ud83d\ude00".repeat(1_000) + ".txt",
                "../".repeat(1_000) + "x.txt",
                "x" + " ".repeat(3_000) + ".txt",
                "?.txt",
                "*.txt",
                "%s%n%x.txt",
                "{{7*7}}.txt")) {
            all.add(named(path));
        }
        for (String none : List.of(
                "",
                ".",
                "..",
                "/",
                "\\",
                "x.txt/",
                "x",
                "x.",
                "x.txt.",
                ".txt\u0000.exe",
                ".".repeat(3_000) + ".txt")) {
            all.add(new Hostile("name " + none, PLAIN, Samples.body(none, bytes("hello")), none.equals("x.txt.")));
        }
        return all;
    }

    private static Hostile disguised(String what, String name, byte[] content) {
        return new Hostile(what, LOOSE, Samples.body(name, content), false);
    }

    /** Files that are something else than their names say, or that nothing should run. */
    private static List<Hostile> disguises() {
        byte[] html = bytes("<!DOCTYPE html><html><script>alert(1)</script></html>");
        byte[] svg = bytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
        byte[] elf = "\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0".getBytes(ISO_8859_1);
        byte[] exe = join("MZ\u0090\0\3\0\0\0\4\0\0\0\u00ff\u00ff".getBytes(ISO_8859_1), new byte[500]);
        List<Hostile> all = new ArrayList<>();
        for (String name :
                List.of("x.png", "x.jpg", "x.gif", "x.webp", "x.pdf", "x.txt", "x.csv", "x.html", "x", "x.html.png")) {
            all.add(disguised("html as " + name, name, html));
        }
        for (String name : List.of("x.svg", "x.png", "x.xml", "x.txt", "x.svgz")) {
            all.add(disguised("svg as " + name, name, svg));
        }
        for (String name : List.of("x.png", "x.txt", "x.pdf", "x.csv")) {
            all.add(disguised("elf as " + name, name, elf));
            all.add(disguised("exe as " + name, name, exe));
        }
        all.add(disguised("html after a mark", "x.txt", join(bytes("\ufeff"), html)));
        all.add(disguised("html after spaces", "x.txt", join(bytes(" \r\n\t"), html)));
        all.add(disguised("html in UTF-16", "x.txt", "<html><script>".getBytes(UTF_16)));
        all.add(disguised(
                "xhtml", "x.xhtml", bytes("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>")));
        all.add(disguised(
                "xml bomb", "x.xml", bytes("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>")));
        all.add(disguised("script", "x.js", bytes("alert(1)")));
        all.add(disguised("binary as text", "x.txt", new byte[] {0, 1, 2, 3}));
        all.add(disguised("not UTF-8 as text", "x.txt", new byte[] {'a', (byte) 0xff, (byte) 0xfe, 'b'}));
        all.add(disguised("noise as an image", "x.png", noise(5_000)));
        all.add(disguised("noise", "x.bin", noise(5_000)));
        all.add(disguised("pdf as png", "x.png", Samples.pdf()));
        all.add(disguised("png as pdf", "x.pdf", Samples.png(10, 10)));
        all.add(disguised("png as jpg", "x.jpg", Samples.png(10, 10)));
        all.add(disguised("gif that is a script, as script", "x.js", bytes("GIF89a/*....*/=1;alert(1)")));
        all.add(new Hostile("zip bomb as png", PLAIN, Samples.body("x.png", ZIP_BOMB), false));
        all.add(new Hostile("zip where none is allowed", PLAIN, Samples.body("x.zip", ZIP_BOMB), false));
        all.add(new Hostile("zip bomb, which nobody opens", LOOSE, Samples.body("x.zip", ZIP_BOMB), true));
        all.add(new Hostile("jar as zip", LOOSE, Samples.body("x.zip", ZIP_BOMB), true));
        byte[] polyglot = join(Samples.png(10, 10), html, ZIP_BOMB);
        all.add(new Hostile("png that is html and a zip", PLAIN, Samples.body("x.png", polyglot), true));
        all.add(new Hostile("png that is html, as html", LOOSE, Samples.body("x.html", polyglot), false));
        all.add(new Hostile(
                "pdf with a script",
                PLAIN,
                Samples.body("x.pdf", join(Samples.pdf(), bytes("/JavaScript (x)"))),
                true));
        all.add(new Hostile("csv with formulas", PLAIN, Samples.body("x.csv", bytes("=cmd|' /C calc'!A0,1\n")), true));
        return all;
    }

    private static List<Hostile> images() {
        List<Hostile> all = new ArrayList<>();
        byte[] jpeg = Samples.jpeg(10, 10);
        List<byte[]> broken = List.of(
                Arrays.copyOf(Samples.png(10, 10), 8),
                Arrays.copyOf(Samples.png(10, 10), 32),
                Samples.png(0, 10),
                Samples.png(-1, 10),
                Arrays.copyOf(Samples.gif(10, 10), 7),
                Samples.gif(0, 0),
                Arrays.copyOf(jpeg, 4),
                Arrays.copyOf(jpeg, 22),
                join(Arrays.copyOf(jpeg, 2), new byte[] {(byte) 0xff, (byte) 0xe0, 0, 0}, new byte[50]),
                join(Arrays.copyOf(jpeg, 2), new byte[] {(byte) 0xff, (byte) 0xe0, (byte) 0xff, (byte) 0xff}),
                join(Arrays.copyOf(jpeg, 2), new byte[] {(byte) 0xff, (byte) 0xda, 0, 8}, new byte[50]),
                join(Arrays.copyOf(jpeg, 2), filled((byte) 0xff, 200_000)),
                Arrays.copyOf(Samples.webp(10, 10), 20),
                join(Arrays.copyOf(Samples.webp(10, 10), 12), bytes("JUNKJUNKJUNKJUNKJUNK")));
        List<String> names = List.of(
                "a.png", "b.png", "c.png", "d.png", "e.gif", "f.gif", "g.jpg", "h.jpg", "i.jpg", "j.jpg", "k.jpg",
                "l.jpg", "m.webp", "n.webp");
        for (int i = 0; i < broken.size(); i++) {
            all.add(new Hostile(
                    "broken image " + names.get(i), "image", Samples.body(names.get(i), broken.get(i)), false));
        }
        all.add(new Hostile(
                "image of 4 gigapixels", "image", Samples.body("x.png", Samples.png(65_535, 65_535)), true));
        return all;
    }

    private static Hostile body(String what, String text) {
        return new Hostile(what, PLAIN, text.getBytes(ISO_8859_1), false);
    }

    private static List<Hostile> bodies() {
        String start = "--" + BOUNDARY + "\r\n";
        String file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        String end = "\r\n--" + BOUNDARY + "--\r\n";
        String other = start + "Content-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n";
        List<Hostile> all = new ArrayList<>(List.of(
                body("nothing", ""),
                body("only an end", "--" + BOUNDARY + "--\r\n"),
                body("no boundary at all", "hello"),
                body("another boundary", "--other\r\n" + file + "hello\r\n--other--\r\n"),
                body("no end", start + file + "hello"),
                body("no end but a delimiter", start + file + "hello\r\n--" + BOUNDARY),
                body("half an end", start + file + "hello\r\n--" + BOUNDARY + "-"),
                body("something behind a boundary", "--" + BOUNDARY + "x\r\n" + file + "hello" + end),
                body("a longer boundary as the end", start + file + "hello\r\n--" + BOUNDARY + "x--\r\n"),
                body("a part without headers", start + "\r\nhello" + end),
                body("a part without a name", start + "Content-Disposition: form-data\r\n\r\nhello" + end),
                body("another name", start + file.replace("\"file\"", "\"File\"") + "hello" + end),
                body("an attachment", start + file.replace("form-data", "attachment") + "hello" + end),
                body("two names", start + file.replace("name=\"file\";", "name=\"file\"; name=\"x\";") + "hello" + end),
                body(
                        "a name that does not end",
                        start + "Content-Disposition: form-data; name=\"file\r\n\r\nhello" + end),
                body("base64", start + "Content-Transfer-Encoding: base64\r\n" + file + "aGVsbG8=" + end),
                body("headers without an end", start + "X: " + "y".repeat(50_000)),
                body("many headers", start + "X: y\r\n".repeat(5_000) + file + "hello" + end),
                body("headers that are not UTF-8", start + "X: \u00ff\r\n" + file + "hello" + end),
                body("two files", start + file + "hello\r\n" + start + file + "hello" + end),
                body("1,000 parts", other.repeat(1_000) + start + file + "hello" + end),
                body(
                        "1,000 parts behind the file",
                        start + file + "hello\r\n" + other.repeat(1_000) + end.substring(2)),
                body(
                        "nested parts",
                        start + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + file + "y\r\n--x--"
                                + end)));
        all.add(new Hostile(
                "delimiters that are none",
                PLAIN,
                (start + file + "a" + ("\r\n--" + BOUNDARY.substring(1)).repeat(20_000) + end).getBytes(ISO_8859_1),
                true));
        all.add(new Hostile(
                "line breaks only",
                PLAIN,
                (start + file + "\r\n\r\r\n-\r\n--".repeat(50_000) + end).getBytes(ISO_8859_1),
                true));
        all.add(new Hostile(
                "a preamble and an epilogue",
                PLAIN,
                ("hello\r\n" + start + file + "hello" + end + "bye").getBytes(ISO_8859_1),
                true));
        all.add(new Hostile(
                "other parts around the file",
                PLAIN,
                (other + start + file + "hello\r\n" + other + end.substring(2)).getBytes(ISO_8859_1),
                true));
        all.add(new Hostile(
                "one byte too many",
                PLAIN,
                Samples.body("a.pdf", Arrays.copyOf(Samples.pdf(), (10 << 20) + 1)),
                false));
        all.add(new Hostile(
                "much around the file",
                PLAIN,
                join(new byte[100_000], bytes("\r\n"), Samples.body("a.pdf", Arrays.copyOf(Samples.pdf(), 10 << 20))),
                false));
        return all;
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static byte[] filled(byte value, int size) {
        byte[] filled = new byte[size];
        Arrays.fill(filled, value);
        return filled;
    }

    /** 16 MiB in 16 KiB. */
    private static byte[] zipBomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../../bomb"));
            for (int i = 0; i < 16; i++) {
                zip.write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
