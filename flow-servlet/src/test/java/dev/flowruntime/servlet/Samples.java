package dev.flowruntime.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The beginnings of files, and multipart bodies around them. */
final class Samples {
    static final String BOUNDARY = "----flow";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private Samples() {}

    static byte[] png(int width, int height) {
        return ByteBuffer.allocate(45)
                .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(ISO_8859_1))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
    }

    static byte[] jpeg(int width, int height) {
        return ByteBuffer.allocate(64)
                .put("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(ISO_8859_1))
                .put("\u00ff\u00c0\0\u0011\10".getBytes(ISO_8859_1))
                .putShort((short) height)
                .putShort((short) width)
                .array();
    }

    static byte[] gif(int width, int height) {
        return ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("GIF89a".getBytes(ISO_8859_1))
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    static byte[] webp(int width, int height) {
        return ByteBuffer.allocate(60)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(ISO_8859_1))
                .putInt(52)
                .put("WEBPVP8X".getBytes(ISO_8859_1))
                .putInt(10)
                .putInt(0)
                .put(new byte[] {(byte) (width - 1), (byte) (width - 1 >> 8), 0})
                .put(new byte[] {(byte) (height - 1), (byte) (height - 1 >> 8), 0})
                .array();
    }

    static byte[] pdf() {
        return bytes("%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A part {@code file} with a name, which is written as it stands. */
    static byte[] body(String filename, byte[] content) {
        return join(
                bytes("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                content,
                bytes("\r\n--" + BOUNDARY + "--\r\n"));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
