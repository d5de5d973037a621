package dev.flowruntime.upload;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text that no program takes for anything else: UTF-8 without control characters, and not beginning like markup. */
final class PlainText {
    private PlainText() {}

    static boolean is(byte[] head) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(head.length);
        boolean whole = head.length < FileTypes.HEAD; // else it may end within a character
        CoderResult result = decoder.decode(ByteBuffer.wrap(head), text, whole);
        return head.length > 0
                && !result.isError()
                && text.flip().chars().noneMatch(PlainText::isControl)
                && !looksLikeMarkup(head);
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' || c == 0x7f;
    }

    /** Whether the first character that is seen is an angle bracket, in any of the encodings that browsers guess. */
    static boolean looksLikeMarkup(byte[] head) {
        for (byte b : head) {
            boolean skipped = b >= 0 && b <= ' '
                    || b == (byte) 0xef
                    || b == (byte) 0xbb
                    || b == (byte) 0xbf
                    || b == (byte) 0xfe
                    || b == (byte) 0xff;
            if (!skipped) {
                return b == '<';
            }
        }
        return false;
    }
}
