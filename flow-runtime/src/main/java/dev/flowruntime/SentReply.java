package dev.flowruntime;

import dev.flowruntime.model.KeptReply;

/**
 * The answer to a request with a key.
 *
 * @param repeated whether an earlier request was answered with it
 */
public record SentReply(KeptReply reply, boolean repeated) {}
