package dev.flowruntime.servlet.wire;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.servlet.wire.JsonBody.Flaw;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body under the strict JSON profile: what is not one well-formed object is {@code invalid_input}, a number or a
 * text that could do harm is a {@link Flaw} of the body. Whole numbers beyond 64 bits become doubles, as everywhere.
 *
 * <p>A reader of its own, because the profile is a promise: libraries differ, from release to release, in what they make of
 * lone surrogates, byte-order marks and limits, and hosts bring releases of their own.
 */
public final class StrictJson {
    static final int MAX_DEPTH = 32;
    static final int MAX_TOKENS = 10_000;
    static final int MAX_NUMBER_LENGTH = 32;
    static final int MAX_EXPONENT = 99;

    /** What no JSON text holds outside of strings, and so fits for the end of the text. */
    private static final char END = '\0';

    /** With the fraction and the digits of the exponent as groups. */
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?(?:[eE][+-]?([0-9]+))?");

    private final String text;
    private int at;
    private int tokens;
    private int depth;
    private @Nullable Flaw flaw;

    /** For each level that is open the name that is being read in it, or null and the index. */
    private final @Nullable String[] names = new String[MAX_DEPTH + 1];

    private final int[] indexes = new int[MAX_DEPTH + 1];

    private StrictJson(String text) {
        this.text = text;
    }

    /** @throws FlowException INVALID_INPUT when the bytes are not one JSON object within the limits of the profile */
    public static JsonBody read(byte[] bytes) {
        StrictJson json = new StrictJson(decode(bytes));
        if (json.peekToken() != '{') {
            throw invalid("the body must be a JSON object");
        }
        Map<String, @Nullable Object> members = json.readObject();
        json.peekToken();
        if (json.at < json.text.length()) {
            throw json.unexpected();
        }
        return new JsonBody(members, json.flaw, bytes.length);
    }

    private static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The fast decoder puts U+FFFD where bytes are wrong; only a text that has one needs the strict decoder.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException e) {
                throw invalid("the body is not UTF-8");
            }
        }
        return text;
    }

    private @Nullable Object readValue() {
        char first = peekToken();
        return switch (first) {
            case '{' -> readObject();
            case '[' -> readArray();
            case '"' -> readText();
            case 't' -> readWord("true", true);
            case 'f' -> readWord("false", false);
            case 'n' -> readWord("null", null);
            default -> readNumber();
        };
    }

    private Map<String, @Nullable Object> readObject() {
        open();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (peekToken() != '}') {
            do {
                String name = readName();
                Object value = readValue();
                int before = object.size();
                object.put(name, value);
                if (object.size() == before) {
                    throw invalid("the body has a member twice: " + name);
                }
            } while (more('}'));
        }
        close();
        return Collections.unmodifiableMap(object);
    }

    private String readName() {
        if (peekToken() != '"') {
            throw unexpected();
        }
        names[depth] = null;
        indexes[depth] = -1;
        String name = readString("has a member whose name ");
        names[depth] = name;
        if (peekToken() != ':') {
            throw unexpected();
        }
        at++;
        return name;
    }

    private List<@Nullable Object> readArray() {
        open();
        names[depth] = null;
        indexes[depth] = 0;
        List<@Nullable Object> array = new ArrayList<>();
        if (peekToken() != ']') {
            do {
                array.add(readValue());
                indexes[depth]++;
            } while (more(']'));
        }
        close();
        return Collections.unmodifiableList(array);
    }

    private void open() {
        count();
        at++;
        if (++depth > MAX_DEPTH) {
            throw invalid("the body nests deeper than " + MAX_DEPTH + " levels");
        }
    }

    /** Whether the list goes on behind a comma; else it stands before its end. */
    private boolean more(char end) {
        char next = peekToken();
        if (next == ',') {
            at++;
            return true;
        }
        if (next != end) {
            throw unexpected();
        }
        return false;
    }

    private void close() {
        count();
        at++;
        depth--;
    }

    private @Nullable Object readWord(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        count();
        at += word.length();
        return value;
    }

    private String readText() {
        return readString("");
    }

    /** @param subject what to say before the complaint about a flaw */
    private String readString(String subject) {
        count();
        int start = ++at;
        while (true) {
            char c = peek();
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return readEscaped(start, subject);
            }
            if (c < ' ') {
                throw unexpected();
            }
            at++;
        }
    }

    private String readEscaped(int start, String subject) {
        StringBuilder string = new StringBuilder().append(text, start, at);
        for (char c = peek(); c != '"'; c = peek()) {
            if (c < ' ') {
                throw unexpected();
            }
            at++;
            string.append(c == '\\' ? readEscape() : c);
        }
        at++;
        String complaint = complaintAbout(string);
        if (complaint != null) {
            note(subject + complaint);
        }
        return string.toString();
    }

    private char readEscape() {
        char c = peek();
        char meant = switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readHex();
            default -> throw unexpected();
        };
        at++;
        return meant;
    }

    /** Leaves the last digit to be passed by. */
    private char readHex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /** Only escapes can write these: the text itself is UTF-8, where both are impossible or no JSON. */
    private static @Nullable String complaintAbout(CharSequence string) {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == 0) {
                return "holds a NUL character";
            }
            if (Character.isSurrogate(c)) {
                boolean whole = Character.isHighSurrogate(c)
                        && i + 1 < string.length()
                        && Character.isLowSurrogate(string.charAt(i + 1));
                if (!whole) {
                    return "holds half of a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    private Number readNumber() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw unexpected();
        }
        count();
        at = number.end();
        String exponent = number.group(2);
        if (at - number.start() > MAX_NUMBER_LENGTH) {
            note("is a number of more than " + MAX_NUMBER_LENGTH + " characters");
            return 0L;
        }
        if (exponent != null && Double.parseDouble(exponent) > MAX_EXPONENT) {
            note("is a number with an exponent beyond " + MAX_EXPONENT);
            return 0L;
        }
        boolean whole = number.group(1) == null && exponent == null;
        return number(number.group(), whole);
    }

    private static Number number(String number, boolean whole) {
        if (whole && (number.length() < 19 || new BigInteger(number).bitLength() < Long.SIZE)) {
            return Long.parseLong(number);
        }
        return Double.parseDouble(number);
    }

    private void count() {
        if (++tokens > MAX_TOKENS) {
            throw invalid("the body has more than " + MAX_TOKENS + " tokens");
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private char peekToken() {
        char c = peek();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            at++;
            c = peek();
        }
        return c;
    }

    /** Keeps the first flaw only: as many paths as a body has values would be far bigger than the body. */
    private void note(String reason) {
        if (flaw == null) {
            flaw = new Flaw(path(), reason);
        }
    }

    /** Such as {@code values.sizes[2]}; while a name is being read, the object that it is in. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level <= depth; level++) {
            String name = names[level];
            if (name != null) {
                path.append(path.isEmpty() ? "" : ".").append(name);
            } else if (indexes[level] >= 0) {
                path.append('[').append(indexes[level]).append(']');
            }
        }
        return path.toString();
    }

    private FlowException unexpected() {
        if (at >= text.length()) {
            return invalid("the body is not JSON: it ends too early");
        }
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = at - text.lastIndexOf('\n', at - 1);
        return invalid("the body is not JSON: unexpected character in line " + line + ", column " + column);
    }

    private static FlowException invalid(String message) {
        return new FlowException(ErrorCode.INVALID_INPUT, message);
    }
}
