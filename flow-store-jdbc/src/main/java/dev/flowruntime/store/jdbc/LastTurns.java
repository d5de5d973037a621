package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.LastTurn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which conversations have had turns, many with one statement. */
final class LastTurns {
    private static final String ADVANCED = """
            select c.tenant_id, c.id, c.last_turn
            from unnest(?::uuid[], ?::uuid[], ?::bigint[]) known (tenant_id, id, turn)
            join flow_conversation c on c.tenant_id = known.tenant_id and c.id = known.id
            where c.last_turn > known.turn""";

    private static final String CURRENT =
            "select tenant_id, id, last_turn from flow_conversation where (tenant_id, id) in (%s)";

    private final Database database;

    LastTurns(Database database) {
        this.database = database;
    }

    List<LastTurn> listAdvanced(Collection<LastTurn> known) {
        boolean takesArrays = database.dialect() instanceof PostgresDialect;
        List<LastTurn> all = List.copyOf(known);
        int batch = takesArrays ? 1_000 : 100;
        List<LastTurn> advanced = new ArrayList<>();
        for (int i = 0; i < all.size(); i += batch) {
            List<LastTurn> some = all.subList(i, Math.min(i + batch, all.size()));
            advanced.addAll(takesArrays ? advanced(some) : current(some));
        }
        return List.copyOf(advanced);
    }

    private List<LastTurn> advanced(List<LastTurn> known) {
        return database.list(
                Scope.crossing(),
                ADVANCED,
                params -> params.uuids(known.stream()
                                .map(last -> last.tenant().value())
                                .toList())
                        .uuids(known.stream()
                                .map(last -> last.conversation().value())
                                .toList())
                        .numbers(known.stream().map(LastTurn::number).toList()),
                LastTurns::read);
    }

    /** As they stand, those that have not advanced as well: a list of pairs is what every product finds by its key. */
    private List<LastTurn> current(List<LastTurn> known) {
        record Key(TenantId tenant, ConversationId conversation) {}
        Map<Key, Long> numbers = new HashMap<>();
        known.forEach(last -> numbers.put(new Key(last.tenant(), last.conversation()), last.number()));
        return database
                .list(
                        Scope.crossing(),
                        CURRENT.formatted(String.join(", ", Collections.nCopies(known.size(), "(?, ?)"))),
                        params -> {
                            for (LastTurn last : known) {
                                params.uuid(last.tenant().value())
                                        .uuid(last.conversation().value());
                            }
                        },
                        LastTurns::read)
                .stream()
                .filter(last -> last.number()
                        > numbers.getOrDefault(new Key(last.tenant(), last.conversation()), last.number()))
                .toList();
    }

    private static LastTurn read(Row row) throws SQLException {
        return new LastTurn(new TenantId(row.uuid()), new ConversationId(row.uuid()), row.number());
    }
}
