package dev.flowruntime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What visitors can ask with one click.
 *
 * @param questions in the order of the tenant's settings
 * @param publishedAt when they were published; null when they were made up for this read
 */
public record QuickQuestions(
        List<QuickQuestion> questions, @Nullable Instant publishedAt) {
    public QuickQuestions {
        questions = List.copyOf(questions);
    }
}
