package dev.flowruntime.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that fields allow unless they say otherwise. */
final class KnownFileTypes implements FileTypes {
    private static final Map<String, String> BY_EXTENSION = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "pdf", "application/pdf",
            "txt", "text/plain",
            "csv", "text/csv");

    @Override
    public @Nullable String typeOf(byte[] head, String name) {
        String byName = BY_EXTENSION.get(extensionOf(name));
        return byName != null && isOf(head, byName) ? byName : null;
    }

    private static String extensionOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isOf(byte[] head, String type) {
        String signed = signedType(head);
        return signed == null ? type.startsWith("text/") && PlainText.is(head) : signed.equals(type);
    }

    /** The type that the first bytes tell; null when they tell none. */
    private static @Nullable String signedType(byte[] head) {
        if (begins(head, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (begins(head, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (begins(head, 0, "GIF87a") || begins(head, 0, "GIF89a")) {
            return "image/gif";
        }
        if (begins(head, 0, "RIFF") && begins(head, 8, "WEBP")) {
            return "image/webp";
        }
        return begins(head, 0, "%PDF-") ? "application/pdf" : null;
    }

    private static boolean begins(byte[] head, int at, String signature) {
        byte[] bytes = signature.getBytes(ISO_8859_1);
        if (head.length < at + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
