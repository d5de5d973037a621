package dev.flowruntime.store;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;

/** An execution and its conversation as they stood at one moment: what a turn is made from. */
public record Standing(Execution execution, Conversation conversation) {}
