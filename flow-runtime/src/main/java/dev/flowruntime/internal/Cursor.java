package dev.flowruntime.internal;

import dev.flowruntime.model.ConversationId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place behind a turn of a conversation, as clients keep it. It bears a mark of the conversation, since a page that has begun
 * another one may still hold it, and its number is a turn of that one, too.
 */
final class Cursor {
    private static final Pattern CURSOR = Pattern.compile("(0|[1-9][0-9]{0,17})-([0-9a-f]{8})");

    private Cursor() {}

    static String write(long turn, ConversationId conversation) {
        return turn + "-" + mark(conversation);
    }

    /** @return -1 when it is no cursor of the conversation */
    static long read(String text, ConversationId conversation) {
        Matcher matcher = CURSOR.matcher(text);
        return matcher.matches() && matcher.group(2).equals(mark(conversation)) ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** The random end of its id. */
    private static String mark(ConversationId conversation) {
        String id = conversation.toString();
        return id.substring(id.length() - 8);
    }
}
