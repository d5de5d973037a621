package dev.flowruntime.store;

import dev.flowruntime.model.HistoryEvent;

/**
 * A turn of any execution of a conversation, in its place among all of them.
 *
 * @param number 1 for the conversation's first turn, one more for each that follows, in the order of commits
 */
public record ConversationTurn(long number, HistoryEvent event) {}
