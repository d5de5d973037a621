package dev.flowruntime.servlet;

import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.ReplyFormat;
import dev.flowruntime.SentReply;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.servlet.wire.EngineReplies;
import dev.flowruntime.servlet.wire.Replies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/** Answers with a key on their way into the store and back: all of them are JSON, and those that are kept have no headers. */
final class SentFormat implements ReplyFormat {
    static final SentFormat CHAT = new SentFormat(Replies::chat);
    static final SentFormat ENGINE = new SentFormat(EngineReplies::engine);

    private static final Map<String, String> REPLAYED = Map.of("Idempotency-Replayed", "true");

    private final Function<Reply, byte[]> shape;

    private SentFormat(Function<Reply, byte[]> shape) {
        this.shape = shape;
    }

    @Override
    public KeptReply reply(Reply reply) {
        return new KeptReply(200, text(shape.apply(reply)));
    }

    @Override
    public KeptReply refusal(FlowException refused) {
        Answer answer = Errors.answer(refused);
        return new KeptReply(answer.status(), text(answer.body()));
    }

    private static Json text(byte[] body) {
        return new Json(new String(body, StandardCharsets.UTF_8));
    }

    static Answer answer(SentReply sent) {
        byte[] body = sent.reply().body().text().getBytes(StandardCharsets.UTF_8);
        return Answer.json(sent.reply().status(), body, sent.repeated() ? REPLAYED : Map.of());
    }

    /** The same for the same bytes, and for nothing else. */
    static String fingerprint(byte[] body) {
        return fingerprint("", body);
    }

    /** The same for the same bytes at the same place. */
    static String fingerprint(String place, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
