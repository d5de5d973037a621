package dev.flowruntime.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The header that names parts and files: read from parts (RFC 7578), written for downloads (RFC 6266, RFC 8187). */
final class ContentDisposition {
    private static final String HEADER = "content-disposition:";
    private static final String UNESCAPED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /**
     * The parameters of the header among those of a part.
     *
     * @param headers lines of UTF-8
     * @throws dev.flowruntime.FlowException INVALID_INPUT when they are no such lines, or the part is not plain form data
     */
    static Map<String, String> read(byte[] headers) {
        Map<String, String> parameters = Map.of();
        for (String line : decode(headers).split("\r?\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(HEADER)) {
                String value = line.substring(HEADER.length()).strip();
                if (!value.regionMatches(true, 0, "form-data", 0, 9)) {
                    throw MultipartBody.malformed("a part is not form-data");
                }
                parameters = parameters(value.substring(9));
            } else if (lower.startsWith("content-transfer-encoding:")
                    && !lower.endsWith("binary")
                    && !lower.endsWith("bit")) {
                throw MultipartBody.malformed("a part is encoded; send its bytes as they are");
            }
        }
        return parameters;
    }

    private static String decode(byte[] headers) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(headers)).toString();
        } catch (CharacterCodingException e) {
            throw MultipartBody.malformed("the headers of a part are not UTF-8");
        }
    }

    /**
     * Reads {@code ; name=value; name="value"}. In quotes a backslash escapes a quote and is else itself, as it is in the paths that
     * old browsers send, and percent signs stand for what browsers write so: quotes and line breaks.
     *
     * @throws dev.flowruntime.FlowException INVALID_INPUT when it is anything else, or a name comes twice
     */
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            at = skipSpace(text, at);
            if (at == text.length()) {
                break;
            }
            int equals = text.indexOf('=', at);
            if (text.charAt(at) != ';' || equals < 0) {
                throw MultipartBody.malformed("the parameters of a header cannot be read");
            }
            String name = text.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = value(text, equals + 1, value);
            if (parameters.put(name, value.toString()) != null) {
                throw MultipartBody.malformed("the parameter " + name + " comes twice");
            }
        }
        return parameters;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** @return where the value ends */
    private static int value(String text, int from, StringBuilder value) {
        if (from >= text.length() || text.charAt(from) != '"') {
            int end = text.indexOf(';', from) < 0 ? text.length() : text.indexOf(';', from);
            value.append(text.substring(from, end).strip());
            return end;
        }
        for (int at = from + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                unescape(value);
                return at + 1;
            }
            boolean escapes = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
            value.append(escapes ? text.charAt(++at) : c);
        }
        throw MultipartBody.malformed("a quoted parameter of a header does not end");
    }

    private static void unescape(StringBuilder value) {
        String plain = value.toString()
                .replace("%22", "\"")
                .replaceAll("(?i)%0D", "\r")
                .replaceAll("(?i)%0A", "\n");
        value.setLength(0);
        value.append(plain);
    }

    /** Proposes a name for a download: in ASCII for old clients, and whole for the others. */
    static String attachment(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .forEach(c -> ascii.append(c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%' ? (char) c : '_'));
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encode(name);
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }
}
