package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an {@code AuditStore} must do. */
public abstract class AuditStoreContract extends StoreContract {
    @Test
    void aRecordComesBackToTheLetter() {
        AuditRecord record = new AuditRecord(
                fixture.newId(),
                acme.id(),
                clock.instant(),
                "widget_key:é",
                "widget.message.send",
                "subject",
                new Json("{\"mode\":\"trigger\",\"a\":1.0}"),
                "hash",
                "request-1");
        store.audit().append(record);
        assertThat(store.audit().list(acme.id(), null, null, 10)).containsExactly(record);
    }

    @Test
    void recordsAreListedByTimeAndIdWhateverWritesThem() {
        AuditRecord first = acme.newAudit("conversation");
        AuditRecord second = append("first");
        store.conversations()
                .commit(new ConversationCommit(
                        new ConversationChange.Open(acme.newConversation()), List.of(), List.of(first)));
        AuditRecord ofTurn = acme.newAudit("turn");
        AuditRecord ofTurnToo = acme.newAudit("turn");
        acme.committed(
                acme.openingTurn(acme.newConversation()).audits(ofTurnToo).audits(ofTurn));
        clock.advance(Duration.ofSeconds(1));
        AuditRecord last = acme.newAudit("last");
        clock.advance(Duration.ofSeconds(-1));
        AuditRecord stored = append("stored after it");
        store.audit().append(last);
        assertThat(store.audit().list(acme.id(), null, null, 10))
                .containsExactly(first, second, ofTurn, ofTurnToo, stored, last);
    }

    @Test
    void recordsAreListedPageByPage() {
        AuditRecord first = append("a");
        AuditRecord second = append("a");
        AuditRecord third = append("a");
        assertThat(store.audit().list(acme.id(), null, null, 2)).containsExactly(first, second);
        assertThat(store.audit().list(acme.id(), null, place(second), 2)).containsExactly(third);
        assertThat(store.audit().list(acme.id(), null, place(third), 2)).isEmpty();
    }

    @Test
    void onlyRecordsOfAnActionAreListed() {
        append("key.create");
        AuditRecord published = append("flow.publish");
        append("flow.archive");
        AuditRecord again = append("flow.publish");
        assertThat(store.audit().list(acme.id(), "flow.publish", null, 10)).containsExactly(published, again);
        assertThat(store.audit().list(acme.id(), "flow.publish", place(published), 10))
                .containsExactly(again);
        assertThat(store.audit().list(acme.id(), "flow", null, 10)).isEmpty();
    }

    @Test
    void anotherTenantsRecordsAreAbsent() {
        AuditRecord ours = append("a");
        AuditRecord theirs = globex.newAudit("a");
        store.audit().append(theirs);
        AuditRecord oursToo = append("a");
        assertThat(store.audit().list(acme.id(), "a", null, 10)).containsExactly(ours, oursToo);
        assertThat(store.audit().list(globex.id(), "a", null, 10)).containsExactly(theirs);
    }

    private static Position place(AuditRecord record) {
        return new Position(record.at(), record.id());
    }

    private AuditRecord append(String action) {
        AuditRecord record = acme.newAudit(action);
        store.audit().append(record);
        return record;
    }
}
