package dev.flowruntime.internal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes what visitors call their files harmless. No path is ever made of it; it is shown, and proposed for downloads. */
final class FileNames {
    private static final int MAX_CHARACTERS = 120;
    private static final int MAX_EXTENSION = 16;
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])");

    private static final Pattern DOTS = Pattern.compile("\\.{2,}");

    private FileNames() {}

    /** The last segment, without what cannot be seen, turns the reading direction, or means something to a file system. */
    static String harmless(String given) {
        String normal = Normalizer.normalize(given, Normalizer.Form.NFKC);
        String segment = normal.substring(Math.max(normal.lastIndexOf('/'), normal.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        segment.codePoints().filter(FileNames::isVisible).forEach(c -> name.appendCodePoint(isSpecial(c) ? '_' : c));
        String stripped = strip(DOTS.matcher(name).replaceAll("."));
        String stem = stripped.substring(0, stripped.indexOf('.') < 0 ? stripped.length() : stripped.indexOf('.'));
        if (DEVICE.matcher(stem.strip().toLowerCase(Locale.ROOT)).matches()) {
            stripped = "_" + stripped;
        }
        return stripped.isEmpty() ? "file" : shortened(stripped);
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isSpecial(int c) {
        return "<>:\"|?*;%".indexOf(c) >= 0;
    }

    /** No name that hides, and none that Windows cuts. */
    private static String strip(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && (name.charAt(from) == '.' || Character.isWhitespace(name.charAt(from)))) {
            from++;
        }
        while (to > from && (name.charAt(to - 1) == '.' || Character.isWhitespace(name.charAt(to - 1)))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= MAX_CHARACTERS) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        int keep = MAX_CHARACTERS - extension.codePointCount(0, extension.length());
        return name.substring(0, name.offsetByCodePoints(0, keep)) + extension;
    }
}
