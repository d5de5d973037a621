package dev.flowruntime.upload;

import org.jspecify.annotations.Nullable;

/** Tells the media type of a file, by its bytes and by its name: only where both agree it is told at all. Thread-safe. */
@FunctionalInterface
public interface FileTypes {
    /** How many bytes from the beginning of a file are looked at. */
    int HEAD = 128 * 1024;

    /**
     * The type of a file.
     *
     * @param head its first {@link #HEAD} bytes, or all of them; nothing in it is to be run, unpacked or decoded
     * @param name the last segment of the visitor's name for it
     * @return such as {@code image/png}, in lower case and without parameters; null when it is unknown, or bytes and name disagree
     */
    @Nullable
    String typeOf(byte[] head, String name);

    /** PNG, JPEG, GIF, WebP, PDF, plain text and CSV, and nothing else; needs no library. */
    static FileTypes known() {
        return new KnownFileTypes();
    }

    /**
     * All types that Apache Tika knows by their first bytes; {@code org.apache.tika:tika-core} must be on the class path. Text that
     * begins like markup is none, whatever its name.
     */
    static FileTypes tika() {
        return new TikaFileTypes();
    }
}
