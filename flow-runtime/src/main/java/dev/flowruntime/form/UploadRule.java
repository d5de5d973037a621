package dev.flowruntime.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file must be to be uploaded for a field. Immutable and thread-safe. */
public final class UploadRule {
    private static final List<String> IMAGES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final List<String> FILES =
            List.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv");

    /** What a browser would run or follow: allowed only by name, and never because a wildcard happens to include it. */
    private static final Set<String> ACTIVE = Set.of(
            "image/svg+xml",
            "text/html",
            "text/xml",
            "text/javascript",
            "application/javascript",
            "application/xhtml+xml",
            "application/xml");

    private final FieldType type;
    private final List<String> allowedTypes;
    private final Hints hints;

    UploadRule(FieldType type, List<String> allowedTypes, Hints hints) {
        this.type = type;
        this.allowedTypes = List.copyOf(allowedTypes);
        this.hints = hints;
    }

    /** The width and height of an image, in pixels. */
    public record Pixels(int width, int height) {}

    /** The most bytes; no bound of its own when it is {@code Long.MAX_VALUE}. */
    public long maxBytes() {
        Long max = hints.count(Hint.FILE_MAX);
        return max == null ? Long.MAX_VALUE : max;
    }

    /** What a visitor is told of a file beyond {@link #maxBytes()}. */
    public String tooLarge() {
        return hints.reason(Hint.FILE_MAX, "must have at most " + maxBytes() + " bytes");
    }

    /**
     * Why a file of this type is refused; null when it is not.
     *
     * @param mime null when it is unknown
     * @param ofForm the types that the whole form allows; empty when it says nothing
     */
    public @Nullable String refuseType(@Nullable String mime, List<String> ofForm) {
        List<String> allowed = allowed(ofForm);
        boolean permitted = mime != null && allowed.stream().anyMatch(pattern -> permits(pattern, mime));
        return permitted ? null : "must be a file of type " + String.join(", ", allowed);
    }

    private List<String> allowed(List<String> ofForm) {
        if (!allowedTypes.isEmpty()) {
            return allowedTypes;
        }
        if (!ofForm.isEmpty()) {
            return ofForm;
        }
        return type == FieldType.FILE_UPLOAD ? FILES : IMAGES;
    }

    private static boolean permits(String pattern, String mime) {
        return pattern.endsWith("/*")
                ? mime.startsWith(pattern.substring(0, pattern.length() - 1)) && !ACTIVE.contains(mime)
                : mime.equals(pattern);
    }

    /** Whether a file must be an image whose size can be read. */
    public boolean needsPixels() {
        return type != FieldType.FILE_UPLOAD;
    }

    /** What is wrong with an image of this size; empty when nothing is. */
    public List<String> refusePixels(Pixels pixels) {
        List<String> reasons = new ArrayList<>();
        Long width = hints.count(Hint.IMAGE_MIN_WIDTH);
        if (width != null && pixels.width() < width) {
            reasons.add(hints.reason(Hint.IMAGE_MIN_WIDTH, "must be at least " + width + " pixels wide"));
        }
        Long height = hints.count(Hint.IMAGE_MIN_HEIGHT);
        if (height != null && pixels.height() < height) {
            reasons.add(hints.reason(Hint.IMAGE_MIN_HEIGHT, "must be at least " + height + " pixels high"));
        }
        return reasons;
    }

    /** Why a whole file of this size is refused; null when it is not. */
    public @Nullable String refuseSize(long bytes) {
        Long min = hints.count(Hint.FILE_MIN);
        if (min != null && bytes < min) {
            return hints.reason(Hint.FILE_MIN, "must have at least " + min + " bytes");
        }
        return bytes == 0 ? "must not be empty" : null;
    }
}
