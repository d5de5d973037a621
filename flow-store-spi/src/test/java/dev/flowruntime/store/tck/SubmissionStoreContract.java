package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@code SubmissionStore} must do. */
public abstract class SubmissionStoreContract extends StoreContract {
    private static final SubmissionOutcome RECORDED = new SubmissionOutcome.Recorded();

    private FormId contact;

    @BeforeEach
    final void publishAForm() {
        contact = new FormId(fixture.newId());
        store.forms().publish(acme.formVersion(contact, "contact", 1));
    }

    @Test
    void aSubmissionComesBackToTheLetter() {
        Submission submission = new Submission(
                acme.id(),
                new SubmissionId(fixture.newId()),
                contact,
                3,
                acme.widgetKey(),
                new Json("{\"b\":1.0,\"a\":{},\"t\":\"\\u00e9 é 😀\"}"),
                new Submission.Visitor("v ü", new ConversationId(fixture.newId()), "web", "de-AT"),
                "c 1",
                clock.instant());
        assertThat(commit(submission)).isEqualTo(RECORDED);
        assertThat(store.submissions().find(acme.id(), submission.id())).contains(submission);
        Submission bare = new Submission(
                acme.id(),
                new SubmissionId(fixture.newId()),
                contact,
                1,
                acme.widgetKey(),
                Json.EMPTY_OBJECT,
                new Submission.Visitor(null, null, null, null),
                null,
                clock.instant());
        assertThat(commit(bare)).isEqualTo(RECORDED);
        assertThat(store.submissions().find(acme.id(), bare.id())).contains(bare);
    }

    @Test
    void aSubmissionIsStoredWithAllThatTellsOfIt() {
        SubmissionCommit commit = acme.commitOf(acme.newSubmission(contact, null));
        assertThat(store.submissions().commit(commit)).isEqualTo(RECORDED);
        assertThat(store.inboxEvents().accept(commit.event())).isInstanceOf(EventOutcome.Duplicate.class);
        assertThat(store.outbox().claim(fixture.claim(10), EndpointLimits.NONE))
                .extracting(Delivery::entry)
                .containsExactlyElementsOf(commit.outbox());
        assertThat(store.audit().list(acme.id(), "form.submit", null, 10)).containsExactlyElementsOf(commit.audit());
        fixture.elapse(StoreFixture.LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10)))
                .containsExactly(commit.event().event());
    }

    @Test
    void aRepeatedClientSubmissionIdIsADuplicateThatTellsOfTheFirst() {
        Submission first = acme.newSubmission(contact, "c1");
        commit(first);
        assertThat(commit(acme.newSubmission(contact, "c1"))).isEqualTo(new SubmissionOutcome.Duplicate(first.id()));
        assertThat(commit(acme.newSubmission(contact, "c2"))).isEqualTo(RECORDED);
        assertThat(commit(acme.newSubmission(contact, null))).isEqualTo(RECORDED);
        assertThat(commit(acme.newSubmission(contact, null))).isEqualTo(RECORDED);
    }

    @Test
    void theSameSubmissionTwiceIsADuplicate() {
        Submission submission = acme.newSubmission(contact, null);
        commit(submission);
        assertThat(commit(submission)).isEqualTo(new SubmissionOutcome.Duplicate(submission.id()));
    }

    @Test
    void aDuplicateLeavesNothingBehind() {
        commit(acme.newSubmission(contact, "c1"));
        store.outbox().claim(fixture.claim(10), EndpointLimits.NONE);
        SubmissionCommit again = acme.commitOf(acme.newSubmission(contact, "c1"));
        store.submissions().commit(again);
        assertThat(store.submissions().find(acme.id(), again.submission().id())).isEmpty();
        assertThat(store.outbox().claim(fixture.claim(10), EndpointLimits.NONE)).isEmpty();
        assertThat(store.audit().list(acme.id(), "form.submit", null, 10)).hasSize(1);
        assertThat(store.inboxEvents().accept(again.event())).isInstanceOf(EventOutcome.Accepted.class);
    }

    @Test
    void anotherFormAndAnotherTenantMayUseTheSameClientSubmissionId() {
        commit(acme.newSubmission(contact, "c1"));
        assertThat(commit(acme.newSubmission(new FormId(fixture.newId()), "c1")))
                .isEqualTo(RECORDED);
        assertThat(store.submissions().commit(globex.commitOf(globex.newSubmission(contact, "c1"))))
                .isEqualTo(RECORDED);
    }

    @Test
    void ofManyWithOneClientSubmissionIdOneIsRecordedAndAllAreToldOfIt() {
        for (int round = 0; round < fixture.rounds(60); round++) {
            String clientId = "race " + round;
            List<SubmissionCommit> commits = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                commits.add(acme.commitOf(acme.newSubmission(contact, clientId)));
            }
            List<SubmissionOutcome> outcomes =
                    Race.run(8, i -> () -> store.submissions().commit(commits.get(i)));
            assertThat(outcomes).filteredOn(RECORDED::equals).hasSize(1);
            SubmissionId first =
                    commits.get(outcomes.indexOf(RECORDED)).submission().id();
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.equals(RECORDED))
                    .containsOnly(new SubmissionOutcome.Duplicate(first));
        }
    }

    @Test
    void submissionsAreListedOldestFirstAndThenByIdAfterTheLastOneKnown() {
        Instant now = clock.instant();
        List<Submission> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Submission submission = at(acme.newSubmission(contact, null), now.minusSeconds(i < 2 ? 10 : 0));
            made.add(submission);
        }
        for (int i : List.of(3, 0, 4, 1, 2)) {
            commit(made.get(i));
        }
        assertThat(store.submissions().list(acme.id(), contact, null, 10)).containsExactlyElementsOf(made);
        assertThat(store.submissions().list(acme.id(), contact, made.get(1), 2))
                .containsExactly(made.get(2), made.get(3));
        assertThat(store.submissions().list(acme.id(), contact, made.get(4), 2)).isEmpty();
        assertThat(store.submissions().list(acme.id(), new FormId(fixture.newId()), null, 2))
                .isEmpty();
    }

    @Test
    void anotherTenantsSubmissionsAreAbsent() {
        Submission submission = acme.newSubmission(contact, "c1");
        commit(submission);
        assertThat(store.submissions().find(globex.id(), submission.id())).isEmpty();
        assertThat(store.submissions().list(globex.id(), contact, null, 10)).isEmpty();
    }

    private SubmissionOutcome commit(Submission submission) {
        return store.submissions().commit(acme.commitOf(submission));
    }

    private static Submission at(Submission submission, Instant at) {
        return new Submission(
                submission.tenant(),
                submission.id(),
                submission.form(),
                submission.version(),
                submission.widgetKey(),
                submission.values(),
                submission.visitor(),
                submission.clientSubmissionId(),
                at);
    }
}
