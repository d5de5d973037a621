package dev.flowruntime.store.broken;

import dev.flowruntime.store.FlowStore;
import java.util.function.Supplier;

/** What a store can get wrong, and the test of the kit that must fail then. */
enum Fault {
    SELECTS_THEN_UPDATES(
            BrokenTurns.SelectsThenUpdates::new,
            BrokenStore.TurnRaces.class,
            "ofManyTurnsFromOneRevisionOneIsCommitted"),
    FORGETS_THE_HISTORY_EVENT(
            BrokenTurns.ForgetsTheHistoryEvent::new,
            BrokenStore.Turns.class,
            "aLaterTurnReplacesTheExecutionAndAddsToItsHistory"),
    FORGETS_TO_WITHDRAW(BrokenTurns.ForgetsToWithdraw::new, BrokenStore.Turns.class, "onlyOpenTasksAreWithdrawn"),
    FORGETS_WHAT_WAS_CONSUMED(
            BrokenTurns.ForgetsWhatWasConsumed::new, BrokenStore.Turns.class, "anExecutionConsumesAnEventOnce"),
    TELLS_STALE_FOR_REPEATED(
            BrokenTurns.TellsStaleForRepeated::new,
            BrokenStore.Turns.class,
            "anOpeningTurnMadeTwiceIsRepeatedAndNotStale"),
    AUDITS_REFUSED_TURNS(
            BrokenTurns.AuditsRefusedTurns::new, BrokenStore.Turns.class, "aRefusedTurnLeavesNothingBehind"),
    NUMBERS_MESSAGES_BEFORE_THE_LOCK(
            BrokenTurns.NumbersMessagesBeforeTheLock::new,
            BrokenStore.TurnRaces.class,
            "messagesOfManyExecutionsAreNumberedWithoutGapsInTheOrderOfTheirCommits"),
    NUMBERS_TURNS_BEFORE_THE_LOCK(
            BrokenTurns.NumbersTurnsBeforeTheLock::new,
            BrokenStore.TurnRaces.class,
            "whoeverReadsTurnsAfterTheLastOneThatWasSeenMissesNoneAndSeesNoneTwice"),
    FORGETS_THE_TENANT_OF_A_CONVERSATION(
            BrokenRoles.ForgetsTheTenantOfAConversation::new,
            BrokenStore.Conversations.class,
            "conversationsThatHaveAdvancedAreToldWhoeverTheyBelongTo"),
    LOOKS_INTO_THE_INBOX_TOO_EARLY(
            BrokenTurns.LooksIntoTheInboxTooEarly::new,
            BrokenStore.EventsMeetWaits.class,
            "anEventAndTheWaitForItNeverMissEachOther"),
    FORGETS_THE_TENANT_IN_FIND(
            BrokenTurns.ForgetsTheTenantInFind::new, BrokenStore.Executions.class, "anotherTenantsExecutionsAreAbsent"),
    LOADS_IN_TWO_READS(
            BrokenTurns.LoadsInTwoReads::new,
            BrokenStore.TurnRaces.class,
            "anExecutionIsNeverLoadedWithTheConversationOfAnotherTurn"),
    GIVES_LOST_LEASES_BACK(
            BrokenTurns.GivesLostLeasesBack::new,
            BrokenStore.Executions.class,
            "anExecutionThatAnEventHasWokenSinceIsNotGivenBack"),
    FINDS_THEN_OPENS(
            BrokenRoles.FindsThenOpens::new,
            BrokenStore.Conversations.class,
            "ofManyWhoOpenOneCustomersConversationOneDoesAndAllGetIt"),
    OVERWRITES_VARIABLES(
            BrokenRoles.OverwritesVariables::new, BrokenStore.Conversations.class, "anotherRevisionThanTheNextIsStale"),
    IGNORES_THE_GENERATION(
            BrokenRoles.IgnoresTheGeneration::new,
            BrokenStore.EventsMeetWaits.class,
            "aWorkerWhoseLeaseAnotherHasTakenOverChangesNothing"),
    IGNORES_THE_IDEMPOTENCY_KEY(
            BrokenRoles.IgnoresTheIdempotencyKey::new,
            BrokenStore.InboxEvents.class,
            "aRepeatedIdempotencyKeyIsADuplicateThatTellsOfTheFirst"),
    DOES_NOT_WAKE(
            BrokenRoles.DoesNotWake::new,
            BrokenStore.EventsMeetWaits.class,
            "anEventWakesTheExecutionThatItNamesAndThatWaitsForItsName"),
    DOES_NOT_COUNT_ATTEMPTS(
            BrokenRoles.DoesNotCountAttempts::new, BrokenStore.Tasks.class, "aDueTaskIsLeasedAndTheAttemptCounts"),
    COUNTS_WHAT_IS_NO_ATTEMPT(
            BrokenRoles.CountsWhatIsNoAttempt::new,
            BrokenStore.Tasks.class,
            "anUncountedClaimLeasesTheTasksOfAllTenantsAndIsNoAttempt"),
    KEEPS_ITS_OWN_ATTEMPTS(
            BrokenRoles.KeepsItsOwnAttempts::new,
            BrokenStore.Tasks.class,
            "aHolderWhoGivesATaskBackSaysHowManyAttemptsCount"),
    LETS_CLAIMS_OVERLAP(
            BrokenRoles.LetsClaimsOverlap::new, BrokenStore.Tasks.class, "manyWhoClaimAtOnceNeverHoldTheSameTask"),
    FORGETS_THE_LINE(
            BrokenRoles.ForgetsTheLine::new,
            BrokenStore.Deliveries.class,
            "anEntryThatWaitsForItsRetryHoldsItsLineBack"),
    SETTLES_LOST_LEASES(
            BrokenRoles.SettlesLostLeases::new,
            BrokenStore.Deliveries.class,
            "anEntryWhoseLeaseHasEndedIsClaimedAgainAndTheOldLeaseIsLost"),
    IGNORES_LIMITS(
            BrokenRoles.IgnoresLimits::new, BrokenStore.Deliveries.class, "aClaimTakesNoMoreOfAnEndpointThanItsLimit"),
    COUNTS_WITHOUT_END(
            BrokenRoles.CountsWithoutEnd::new, BrokenStore.Deliveries.class, "aBacklogIsCountedSoFarAndNoFurther"),
    FORGETS_GAPS(
            BrokenRoles.ForgetsGaps::new,
            BrokenStore.Deliveries.class,
            "whatComesAfterADeadEntryIsAfterAGapUntilOneWasDelivered"),
    RECORDS_THE_REPLY_AFTER_THE_TURN(
            BrokenIdempotency.RecordsTheReplyAfterTheTurn::new,
            BrokenStore.Idempotency.class,
            "aTurnOfAnAttemptThatLostTheKeyIsNotStored"),
    RECORDS_THE_REPLY_OF_REFUSED_TURNS(
            BrokenIdempotency.RecordsTheReplyOfRefusedTurns::new,
            BrokenStore.Idempotency.class,
            "aRefusedTurnRecordsNoReply"),
    FINDS_THEN_BEGINS(
            BrokenIdempotency.FindsThenBegins::new, BrokenStore.Idempotency.class, "ofManyWhoBeginWithOneKeyOneDoes"),
    COUNTS_REPEATED_EVENTS(
            BrokenTelemetry.CountsRepeatedEvents::new,
            BrokenStore.Telemetry.class,
            "aRepeatedEventIsLeftOutWithWhatItAchieves"),
    FINDS_THEN_RECORDS(
            BrokenTelemetry.FindsThenRecords::new, BrokenStore.Telemetry.class, "ofManyWhoRecordOneEventAtOnceOneDoes"),
    FORGETS_YOUNG_KEYS(BrokenTelemetry.ForgetsYoungKeys::new, BrokenStore.Telemetry.class, "keysOfOldEventsAreSwept"),
    FORGETS_WHAT_MODELS_USED(
            BrokenTelemetry.ForgetsWhatModelsUsed::new, BrokenStore.Telemetry.class, "whatModelsUsedInATurnIsSummed"),
    REPLACES_USAGE(BrokenTelemetry.ReplacesUsage::new, BrokenStore.Telemetry.class, "usageAddsUpByKeyAndDay"),
    FINDS_THEN_COMPLETES(
            BrokenTelemetry.FindsThenCompletes::new,
            BrokenStore.Goals.class,
            "ofManyWhoTellOfOneCompletionAtOnceOneDoes"),
    LETS_FLOWS_SHARE_AN_INTENT(
            BrokenRoles.LetsFlowsShareAnIntent::new,
            BrokenStore.FlowVersions.class,
            "anIntentOfAnotherActiveFlowIsTakenAndNothingChanges"),
    LOOKS_THEN_RECORDS(
            BrokenForms.LooksThenRecords::new,
            BrokenStore.Submissions.class,
            "ofManyWithOneClientSubmissionIdOneIsRecordedAndAllAreToldOfIt"),
    FORGETS_THE_EVENT(
            BrokenForms.ForgetsTheEvent::new, BrokenStore.Submissions.class, "aSubmissionIsStoredWithAllThatTellsOfIt"),
    TELLS_OF_DUPLICATES(
            BrokenForms.TellsOfDuplicates::new, BrokenStore.Submissions.class, "aDuplicateLeavesNothingBehind"),
    MAKES_A_FORM_OF_A_TAKEN_CODE(
            BrokenForms.SharesCodes::new,
            BrokenStore.Forms.class,
            "aCodeOfAnotherFormAndAFormUnderAnotherCodeAreStale"),
    LOOKS_THEN_USES(BrokenForms.LooksThenUses::new, BrokenStore.Uploads.class, "ofManyWhoUseAFileOneDoes"),
    USES_SOME(BrokenForms.UsesSome::new, BrokenStore.Uploads.class, "severalFilesAreUsedTogetherOrNotAtAll");

    final Supplier<FlowStore> store;
    final Class<?> contract;
    final String test;

    Fault(Supplier<FlowStore> store, Class<?> contract, String test) {
        this.store = store;
        this.contract = contract;
        this.test = test;
    }
}
