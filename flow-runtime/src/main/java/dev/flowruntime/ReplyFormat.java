package dev.flowruntime;

import dev.flowruntime.model.KeptReply;

/**
 * Writes answers as they are sent, so that they can be stored with the turn that made them and sent again as they were.
 * Thread-safe.
 */
public interface ReplyFormat {
    KeptReply reply(Reply reply);

    KeptReply refusal(FlowException refused);
}
