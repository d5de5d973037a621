package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Reply;
import dev.flowruntime.TokenUsage;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredReplyTest {
    private static final Instant STARTED = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Instant EXPIRES = Instant.parse("2026-03-01T11:00:00Z");
    private static final List<Block> BLOCKS = List.of(
            new Block("b1", "message", new Json("{\"text\":\"\\\"é\\\"\\n\",\"n\":[1,1.0,1.5E-7,null,true]}"), null),
            new Block("b2", "x.y", new Json("{}"), new Json("{\"a\":{\"b\":-0.0}}")));

    @Test
    void aReplyIsReadAsItWasWritten() {
        Json input = new Json("{\"type\":\"object\",\"maximum\":9007199254740993}");
        TokenUsage usage = new TokenUsage(3, 4, "model \"x\"", 12L);
        assertThat(StoredReply.read(StoredReply.write(reply(BLOCKS, input, EXPIRES, usage), STARTED, 7L)))
                .isEqualTo(new StoredReply(STARTED, BLOCKS, input, 7L, EXPIRES, usage));
    }

    @Test
    void whatAReplyDoesNotHaveIsNotStored() {
        Json stored = StoredReply.write(reply(List.of(), null, null, null), STARTED, null);
        assertThat(stored.text()).isEqualTo("{\"started\":\"2026-03-01T10:00:00.123456Z\",\"blocks\":[]}");
        assertThat(StoredReply.read(stored)).isEqualTo(new StoredReply(STARTED, List.of(), null, null, null, null));
    }

    @Test
    void aCostThatIsNotKnownStaysUnknown() {
        TokenUsage usage = new TokenUsage(0, 10_000_000_000L, "m", null);
        Json stored = StoredReply.write(reply(List.of(), null, null, usage), STARTED, null);
        assertThat(StoredReply.read(stored).tokenUsage()).isEqualTo(usage);
    }

    private static Reply reply(
            List<Block> blocks, @Nullable Json input, @Nullable Instant expires, @Nullable TokenUsage usage) {
        return new Reply(
                new ExecutionId(new UUID(0, 1)),
                new ConversationId(new UUID(0, 2)),
                ExecutionStatus.WAITING_INPUT,
                blocks,
                input,
                null,
                expires,
                usage);
    }
}
