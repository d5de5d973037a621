package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import dev.flowruntime.store.UploadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an {@code UploadStore} must do. */
public abstract class UploadStoreContract extends StoreContract {
    private static final long QUOTA = 1_000;

    @Test
    void anUploadComesBackToTheLetterWhileItComesAndWhenItHasArrived() {
        Upload upload = newUpload(acme, 100, later());
        assertThat(uploads().reserve(upload, QUOTA)).isTrue();
        assertThat(uploads().find(acme.id(), upload.id())).contains(upload);
        assertThat(uploads().complete(upload.arrived(7))).isTrue();
        assertThat(uploads().find(acme.id(), upload.id())).contains(upload.arrived(7));
    }

    @Test
    void thereIsNoRoomBeyondTheQuotaOfTheTenant() {
        assertThat(uploads().reserve(newUpload(acme, 600, later()), QUOTA)).isTrue();
        Upload tooMuch = newUpload(acme, 401, later());
        assertThat(uploads().reserve(tooMuch, QUOTA)).isFalse();
        assertThat(uploads().find(acme.id(), tooMuch.id())).isEmpty();
        assertThat(uploads().reserve(newUpload(globex, 600, later()), QUOTA)).isTrue();
        assertThat(uploads().reserve(newUpload(acme, 400, later()), QUOTA)).isTrue();
    }

    @Test
    void whatAFileTakesCountsOnceItHasArrivedAndNothingOnceItIsDeleted() {
        Upload upload = newUpload(acme, 600, later());
        uploads().reserve(upload, QUOTA);
        uploads().complete(upload.arrived(100));
        Upload next = newUpload(acme, 900, later());
        assertThat(uploads().reserve(next, QUOTA)).isTrue();
        uploads().delete(acme.id(), next.id());
        uploads().delete(acme.id(), upload.id());
        assertThat(uploads().find(acme.id(), upload.id())).isEmpty();
        assertThat(uploads().reserve(newUpload(acme, QUOTA, later()), QUOTA)).isTrue();
    }

    @Test
    void aFileIsUsedOnceAndAgainOnlyForTheSame() {
        Upload upload = arrived();
        assertThat(uploads().use(acme.id(), Set.of(upload.id()), "a")).isTrue();
        assertThat(uploads().use(acme.id(), Set.of(upload.id()), "a")).isTrue();
        assertThat(uploads().use(acme.id(), Set.of(upload.id()), "b")).isFalse();
        Upload used = uploads().find(acme.id(), upload.id()).orElseThrow();
        assertThat(used.usedBy()).isEqualTo("a");
        assertThat(used.expiresAt()).isNull();
    }

    @Test
    void severalFilesAreUsedTogetherOrNotAtAll() {
        Upload free = arrived();
        Upload used = arrived();
        uploads().use(acme.id(), Set.of(used.id()), "a");
        Upload coming = newUpload(acme, 1, later());
        uploads().reserve(coming, QUOTA);
        UploadId unknown = new UploadId(fixture.newId());
        for (UploadId other : List.of(used.id(), coming.id(), unknown)) {
            assertThat(uploads().use(acme.id(), Set.of(free.id(), other), "b")).isFalse();
        }
        assertThat(uploads().find(acme.id(), free.id()).orElseThrow().usedBy()).isNull();
        assertThat(uploads().use(acme.id(), Set.of(), "b")).isTrue();
    }

    @Test
    void ofManyWhoUseAFileOneDoes() {
        for (int round = 0; round < fixture.rounds(40); round++) {
            Upload upload = arrived();
            List<Boolean> used = Race.run(4, i -> () -> uploads().use(acme.id(), Set.of(upload.id()), "use " + i));
            assertThat(used).containsOnlyOnce(true);
            uploads().delete(acme.id(), upload.id());
        }
    }

    @Test
    void expiredFilesThatWereNotUsedAreLeasedTheLongestExpiredFirstAndCannotBeUsedAnyMore() {
        Instant now = clock.instant();
        Upload first = arrived(newUpload(acme, 1, now.minusSeconds(20)));
        Upload second = newUpload(globex, 1, now.minusSeconds(10));
        uploads().reserve(second, QUOTA);
        Upload used = arrived(newUpload(acme, 1, now.minusSeconds(30)));
        uploads().use(acme.id(), Set.of(used.id()), "a");
        arrived();
        assertThat(uploads().claimExpired(fixture.claim(10)))
                .extracting(Upload::id)
                .containsExactly(first.id(), second.id());
        assertThat(uploads().claimExpired(fixture.claim(10))).isEmpty();
        assertThat(uploads().use(acme.id(), Set.of(first.id()), "b")).isFalse();
        assertThat(uploads().complete(second.arrived(1))).isFalse();
        fixture.elapse(StoreFixture.LEASE);
        assertThat(uploads().claimExpired(fixture.claim(1))).hasSize(1);
    }

    @Test
    void anotherTenantsUploadsAreAbsent() {
        Upload upload = arrived();
        assertThat(uploads().find(globex.id(), upload.id())).isEmpty();
        assertThat(uploads().use(globex.id(), Set.of(upload.id()), "a")).isFalse();
        uploads().delete(globex.id(), upload.id());
        assertThat(uploads().find(acme.id(), upload.id())).isPresent();
    }

    @Test
    void aSubmissionUsesItsFilesOrIsNotRecorded() {
        FormId form = new FormId(fixture.newId());
        Upload free = arrived();
        Upload used = arrived();
        uploads().use(acme.id(), Set.of(used.id()), "a");
        SubmissionCommit refused = withUploads(acme.newSubmission(form, "c1"), free, used);
        assertThat(store.submissions().commit(refused)).isEqualTo(new SubmissionOutcome.UploadsTaken());
        assertThat(store.submissions().find(acme.id(), refused.submission().id()))
                .isEmpty();
        assertThat(uploads().find(acme.id(), free.id()).orElseThrow().usedBy()).isNull();
        assertThat(store.audit().list(acme.id(), "form.submit", null, 10)).isEmpty();

        SubmissionCommit recorded = withUploads(acme.newSubmission(form, "c1"), free);
        assertThat(store.submissions().commit(recorded)).isEqualTo(new SubmissionOutcome.Recorded());
        assertThat(uploads().find(acme.id(), free.id()).orElseThrow().usedBy()).isEqualTo(recorded.use());
        assertThat(store.submissions().commit(withUploads(acme.newSubmission(form, "c1"), free)))
                .isEqualTo(new SubmissionOutcome.Duplicate(recorded.submission().id()));
    }

    private SubmissionCommit withUploads(Submission submission, Upload... uploads) {
        SubmissionCommit bare = acme.commitOf(submission);
        List<UploadId> ids = new ArrayList<>();
        for (Upload upload : uploads) {
            ids.add(upload.id());
        }
        return new SubmissionCommit(submission, Set.copyOf(ids), bare.event(), bare.outbox(), bare.audit());
    }

    private UploadStore uploads() {
        return store.uploads();
    }

    private Instant later() {
        return clock.instant().plusSeconds(100_000);
    }

    private Upload arrived() {
        return arrived(newUpload(acme, 1, later()));
    }

    private Upload arrived(Upload upload) {
        assertThat(uploads().reserve(upload, QUOTA)).isTrue();
        assertThat(uploads().complete(upload.arrived(1))).isTrue();
        return upload.arrived(1);
    }

    private Upload newUpload(TenantFixture tenant, long size, Instant expiresAt) {
        TenantId owner = tenant.id();
        Upload.File file = new Upload.File(fixture.newId(), "a é 😀.txt", "text/plain", size);
        return new Upload(
                owner, new UploadId(fixture.newId()), "form/1", "photo", file, false, null, expiresAt, clock.instant());
    }
}
