package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.AttemptReply;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Idempotency keys in {@code flow_idempotency_key}. */
final class IdempotencyTable {
    static final String OF_KEY = " where tenant_id = ? and scope = ? and idempotency_key = ?";

    /** Of an attempt that holds its key. */
    static final String HELD = OF_KEY + " and attempt = ? and not settled";

    /** Records a reply; no row changes when the attempt does not hold the key. */
    static final Update RECORD = Update.of("flow_idempotency_key", "status", "body", "settled")
            .where("tenant_id", "scope", "idempotency_key", "attempt")
            .onlyIf("settled = false");

    private IdempotencyTable() {}

    static void bind(Values params, AttemptReply reply) throws SQLException {
        params.integer(reply.reply().status()).json(reply.reply().body()).flag(reply.last());
        bindHeld(params, reply.key(), reply.attempt());
    }

    static void bindHeld(Values params, IdempotencyKey key, UUID attempt) throws SQLException {
        bindKey(params, key);
        params.uuid(attempt);
    }

    static void bindKey(Values params, IdempotencyKey key) throws SQLException {
        params.uuid(key.tenant().value()).text(key.scope()).text(key.text());
    }

    static @Nullable KeptReply readReply(Row row) throws SQLException {
        Integer status = row.integerOrNull();
        Json body = row.jsonOrNull();
        return status == null || body == null ? null : new KeptReply(status, body);
    }
}
