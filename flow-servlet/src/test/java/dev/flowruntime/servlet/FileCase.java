package dev.flowruntime.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Files for a field {@code f}, an answer with them, and what becomes of it: the table of every type and hint of files.
 *
 * @param field its members in YAML, name and label left out
 * @param answer the value in JSON, with {@code $0} in the place of the id of the first file
 * @param outcome what is told: of each file its type, or why it is refused, then of the answer
 */
record FileCase(String field, List<Sent> files, String answer, String outcome) {
    static final int MOST_BYTES = 5_000;

    private static final String ACCEPTED = "accepted";
    private static final String UNKNOWN = "is not a file that was uploaded for this field";
    private static final String IMAGES = "must be a file of type image/png, image/jpeg, image/gif, image/webp";
    private static final String FILES = IMAGES + ", application/pdf, text/plain, text/csv";
    private static final String NO_PIXELS = "is not an image whose size can be read";

    /** A file as its sender names it. */
    record Sent(String name, byte[] content) {}

    @Override
    public String toString() {
        List<String> names = files.stream()
                .map(file -> file.name() + " of " + file.content().length)
                .toList();
        return field + ": " + names + " " + answer + " is " + outcome;
    }

    static Stream<FileCase> all() {
        return new Table().types().disguises().sizes().pixels().lists().references().cases.stream();
    }

    private static final class Table {
        final List<FileCase> cases = new ArrayList<>();
        private String field = "";

        Table of(String members) {
            field = members;
            return this;
        }

        private Table add(List<Sent> files, String answer, String outcome) {
            cases.add(new FileCase(field, files, answer, outcome));
            return this;
        }

        Table takes(String name, byte[] content, String mime) {
            String told = String.format(Locale.ROOT, "[%s %s %d, accepted]", name, mime, content.length);
            return add(List.of(new Sent(name, content)), "{\"file_id\":\"$0\"}", told);
        }

        Table refuses(String name, byte[] content, String... reasons) {
            return add(List.of(new Sent(name, content)), "", "[422 " + told("f", reasons) + "]");
        }

        private static String told(String path, String... reasons) {
            return "{\"fields\":{\"" + path + "\":[\"" + String.join("\",\"", reasons) + "\"]}}";
        }

        Table types() {
            of("type: file_upload");
            allImages().takes("a.pdf", Samples.pdf(), "application/pdf");
            takes("a.txt", Samples.bytes("hello"), "text/plain").takes("a.csv", Samples.bytes("a,b"), "text/csv");
            refuses("a.svg", Samples.bytes("<svg/>"), FILES).refuses("a.bin", new byte[] {1, 2}, FILES);
            refuses("a", Samples.pdf(), FILES).refuses("a.txt", new byte[0], "must not be empty");
            for (String type : List.of("image_upload", "signature")) {
                of("type: " + type);
                allImages().refuses("a.pdf", Samples.pdf(), IMAGES).refuses("a.txt", Samples.bytes("hello"), IMAGES);
            }
            of("type: file_upload, config: { allowed_upload_types: [text/plain, application/pdf] }")
                    .takes("a.txt", Samples.bytes("hello"), "text/plain")
                    .takes("a.pdf", Samples.pdf(), "application/pdf")
                    .refuses("a.csv", Samples.bytes("a,b"), "must be a file of type text/plain, application/pdf")
                    .refuses("a.png", Samples.png(1, 1), "must be a file of type text/plain, application/pdf");
            of("type: file_upload, config: { allowed_upload_types: ['image/*'] }")
                    .takes("a.gif", Samples.gif(1, 1), "image/gif")
                    .refuses("a.pdf", Samples.pdf(), "must be a file of type image/*");
            return of("type: image_upload, config: { allowed_upload_types: [image/png] }")
                    .takes("a.png", Samples.png(1, 1), "image/png")
                    .refuses("a.jpg", Samples.jpeg(1, 1), "must be a file of type image/png");
        }

        private Table allImages() {
            return takes("a.png", Samples.png(1, 1), "image/png")
                    .takes("a.JPEG", Samples.jpeg(1, 1), "image/jpeg")
                    .takes("a.gif", Samples.gif(1, 1), "image/gif")
                    .takes("a.webp", Samples.webp(1, 1), "image/webp");
        }

        /** Bytes of one type under the name of another. */
        Table disguises() {
            of("type: file_upload")
                    .refuses("a.png", Samples.jpeg(1, 1), FILES)
                    .refuses("a.pdf", Samples.png(1, 1), FILES)
                    .refuses("a.html", Samples.png(1, 1), FILES)
                    .refuses("a.txt", Samples.bytes("<html><script>"), FILES);
            return of("type: image_upload")
                    .refuses("a.png", Samples.bytes("<html><script>"), IMAGES)
                    .refuses("a.svg", Samples.bytes("<svg onload='x()'/>"), IMAGES)
                    .refuses("a.png", Arrays.copyOf(Samples.png(1, 1), 20), NO_PIXELS);
        }

        Table sizes() {
            for (String type : List.of("file_upload", "image_upload", "signature")) {
                of("type: " + type + ", validation: { file_min: 50, file_max: 100 }")
                        .takes("a.png", png(50), "image/png")
                        .takes("a.png", png(100), "image/png")
                        .refuses("a.png", png(49), "must have at least 50 bytes")
                        .refuses("a.png", png(101), "must have at most 100 bytes");
                of("type: " + type + ", validation: { file_min: 50, file_max: 100, "
                                + "messages: { file_min: Tiny., file_max: Huge. } }")
                        .refuses("a.png", png(49), "Tiny.")
                        .refuses("a.png", png(101), "Huge.");
                of("type: " + type).takes("a.png", png(MOST_BYTES), "image/png");
                add(List.of(new Sent("a.png", png(MOST_BYTES + 1))), "", "[413 null]");
            }
            return this;
        }

        private static byte[] png(int bytes) {
            return Arrays.copyOf(Samples.png(1, 1), bytes);
        }

        Table pixels() {
            for (String type : List.of("image_upload", "signature")) {
                of("type: " + type + ", validation: { image_min_width: 100, image_min_height: 50 }")
                        .takes("a.png", Samples.png(100, 50), "image/png")
                        .takes("a.jpg", Samples.jpeg(100, 50), "image/jpeg")
                        .takes("a.gif", Samples.gif(100, 50), "image/gif")
                        .takes("a.webp", Samples.webp(100, 50), "image/webp")
                        .refuses("a.png", Samples.png(99, 50), "must be at least 100 pixels wide")
                        .refuses("a.gif", Samples.gif(100, 49), "must be at least 50 pixels high")
                        .refuses(
                                "a.webp",
                                Samples.webp(1, 1),
                                "must be at least 100 pixels wide",
                                "must be at least 50 pixels high");
                of("type: " + type + ", validation: { image_min_width: 2, image_min_height: 2, "
                                + "messages: { image_min_width: Wider., image_min_height: Higher. } }")
                        .refuses("a.png", Samples.png(1, 1), "Wider.", "Higher.");
            }
            return this;
        }

        /** Several files where several may be, one where one may be. */
        Table lists() {
            List<Sent> two = List.of(new Sent("a.pdf", Samples.pdf()), new Sent("b.txt", Samples.bytes("b")));
            String told = "[a.pdf application/pdf " + Samples.pdf().length + ", b.txt text/plain 1, ";
            String first = "{\"file_id\":\"$0\"}";
            String second = "{\"file_id\":\"$1\"}";
            of("type: file_upload, required: true, config: { multiple: true }")
                    .add(two, "[" + first + "," + second + "]", told + ACCEPTED + "]")
                    .add(two, "[" + first + "]", told + ACCEPTED + "]")
                    .add(two, first, told + "422 " + told("f", "must be a list") + "]")
                    .add(List.of(), "[]", "[422 " + told("f", "is required") + "]")
                    .add(
                            two,
                            "[" + first + "," + first + "]",
                            told + "422 " + told("f[1]", "was used before: upload it again") + "]");
            return of("type: file_upload, required: true")
                    .add(
                            two,
                            "[" + first + "," + second + "]",
                            told + "422 " + told("f", "must be an uploaded file, with its file_id") + "]");
        }

        /** Nothing that was not uploaded for the field is a file. */
        Table references() {
            String nobodys = "{\"file_id\":\"019e2667-0000-7000-8000-000000000001\"}";
            for (String type : List.of("file_upload", "image_upload", "signature")) {
                of("type: " + type)
                        .add(List.of(), nobodys, "[422 " + told("f", UNKNOWN) + "]")
                        .add(List.of(), "{\"file_id\":\"../a\"}", "[422 " + told("f", UNKNOWN) + "]")
                        .add(List.of(), "{}", "[422 " + told("f", "must be an uploaded file, with its file_id") + "]");
                of("type: " + type + ", config: { multiple: true }")
                        .add(List.of(), "[" + nobodys + "]", "[422 " + told("f[0]", UNKNOWN) + "]");
            }
            return of("type: text").refuses("a.pdf", Samples.pdf(), "is not a field for files");
        }
    }
}
