package dev.flowruntime.internal;

import dev.flowruntime.form.UploadRule.Pixels;
import org.jspecify.annotations.Nullable;

/** Reads how large an image is from its first bytes, and nothing else of it: nothing is decoded. */
final class ImageHeader {
    private final byte[] head;

    private ImageHeader(byte[] head) {
        this.head = head;
    }

    /** @return null when the type has no reader, or the header is not complete */
    static @Nullable Pixels read(String mime, byte[] head) {
        ImageHeader header = new ImageHeader(head);
        Pixels pixels = switch (mime) {
            case "image/png" -> header.png();
            case "image/gif" -> header.gif();
            case "image/jpeg" -> header.jpeg();
            case "image/webp" -> header.webp();
            default -> null;
        };
        return pixels == null || pixels.width() < 1 || pixels.height() < 1 ? null : pixels;
    }

    private @Nullable Pixels png() {
        return head.length >= 33 && is(12, "IHDR") ? new Pixels(big(16, 4), big(20, 4)) : null;
    }

    private @Nullable Pixels gif() {
        return head.length >= 13 ? new Pixels(little(6, 2), little(8, 2)) : null;
    }

    /** Goes from segment to segment until one tells of a frame. */
    private @Nullable Pixels jpeg() {
        int at = 2;
        while (at + 9 <= head.length && head[at] == (byte) 0xff) {
            int marker = head[at + 1] & 0xff;
            if (marker == 0xff) {
                at++; // fill
            } else if (isFrame(marker)) {
                return new Pixels(big(at + 7, 2), big(at + 5, 2));
            } else if (marker == 0xda || marker == 0xd9 || marker == 0 || big(at + 2, 2) < 2) {
                return null; // the data, or the end, before any frame
            } else {
                at += 2 + big(at + 2, 2);
            }
        }
        return null;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private @Nullable Pixels webp() {
        if (head.length < 30) {
            return null;
        }
        if (is(12, "VP8X")) {
            return new Pixels(1 + little(24, 3), 1 + little(27, 3));
        }
        if (is(12, "VP8L") && head[20] == 0x2f) {
            int bits = little(21, 4);
            return new Pixels(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
        }
        boolean lossy = is(12, "VP8 ") && big(23, 3) == 0x9d012a;
        return lossy ? new Pixels(little(26, 2) & 0x3fff, little(28, 2) & 0x3fff) : null;
    }

    private boolean is(int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (head[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int big(int at, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | head[at + i] & 0xff;
        }
        return number;
    }

    private int little(int at, int bytes) {
        int number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | head[at + i] & 0xff;
        }
        return number;
    }
}
