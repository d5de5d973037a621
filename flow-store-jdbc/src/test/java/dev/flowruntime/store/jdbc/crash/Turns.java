package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.jdbc.crash.Caller.Heard;
import dev.flowruntime.store.jdbc.crash.Operation.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns, conversations, events and flows: what is stored exactly once. */
final class Turns {
    private Turns() {}

    /** What makes up a conversation: its turns, and the events and results that they wait for. */
    static List<Operation> ofConversations() {
        return List.of(
                new Operation("trigger that opens a conversation", Turns::opening),
                new Operation("trigger that waits for a task", Turns::openingWithTask),
                new Operation("trigger into a conversation", Turns::intoKept),
                new Operation("trigger that changes its conversation", Turns::intoReplaced),
                new Operation("resume", Turns::resume),
                new Operation("resume by an event, to the end", Turns::resumeByEvent),
                new Operation("accept an event for whoever waits", scene -> accept(scene, Turns::broadcast)),
                new Operation("accept an event for an execution", scene -> accept(scene, Turns::directed)),
                new Operation("accept the result of a task", scene -> accept(scene, Turns::result)),
                new Operation("finish an event", Turns::finish));
    }

    static List<Operation> all() {
        return Stream.concat(ofConversations().stream(), others().stream()).toList();
    }

    static List<Operation> others() {
        return List.of(
                new Operation("open a customer's conversation", Turns::openConversation),
                new Operation("change a conversation", Turns::changeConversation),
                new Operation("publish a flow", scene -> publish(scene, 1)),
                new Operation("publish the next version", scene -> publish(scene, 2)));
    }

    private static TurnDraft filled(TurnDraft draft, Scene scene) {
        return draft.says(2).sends(2, scene.tomorrow()).audits();
    }

    private static Step opening(Scene scene) {
        return commit(scene, filled(scene.first(new ConversationChange.Open(scene.newConversation("visitor"))), scene));
    }

    private static Step openingWithTask(Scene scene) {
        TurnDraft draft = filled(scene.first(new ConversationChange.Open(scene.newConversation(null))), scene);
        return commit(scene, draft.enqueues(2, scene.tomorrow()).waitsForTask());
    }

    private static Step intoKept(Scene scene) {
        return commit(scene, filled(scene.first(new ConversationChange.Keep(scene.conversation())), scene));
    }

    private static Step intoReplaced(Scene scene) {
        Conversation next = scene.conversation().withVariables(new Json("{\"name\":\"Ada\"}"));
        return commit(scene, filled(scene.first(new ConversationChange.Replace(next)), scene));
    }

    private static Step resume(Scene scene) {
        Conversation conversation = scene.newConversation(null);
        Execution waiting = scene.commit(filled(scene.first(new ConversationChange.Open(conversation)), scene));
        return commit(scene, filled(scene.after(waiting, conversation), scene));
    }

    private static Step resumeByEvent(Scene scene) {
        Conversation conversation = scene.newConversation(null);
        TurnDraft first = scene.first(new ConversationChange.Open(conversation))
                .enqueues(1, scene.tomorrow())
                .waitsForTask();
        TaskRecord task = first.tasks().get(0);
        Execution waiting = scene.commit(first);
        InboxEvent event = scene.newEvent(Scene.QUEUE + ".completed", waiting, null);
        scene.accept(event, Scene.LEASE.multipliedBy(24));
        TurnDraft last = filled(scene.after(waiting, conversation), scene);
        return commit(scene, last.withdraws(task).consumes(event.id()).completes());
    }

    private static Step commit(Scene scene, TurnDraft draft) {
        TurnCommit turn = draft.commit();
        Execution next = turn.execution();
        return caller -> {
            Heard<TurnOutcome> heard = caller.ask(store -> store.executions().commit(turn));
            return () -> {
                boolean stored = scene.store()
                        .executions()
                        .find(scene.tenant(), next.id())
                        .filter(found -> found.revision() == next.revision())
                        .isPresent();
                boolean claimsStored = heard.answer() instanceof TurnOutcome.Committed
                        || heard.answer() instanceof TurnOutcome.Repeated;
                return contradictions(heard, heard.answer() instanceof TurnOutcome.Committed, claimsStored, stored);
            };
        };
    }

    /**
     * Holds an answer against the tables. Nobody else writes here, so only a caller in doubt may be told anything but a plain
     * success.
     */
    private static List<String> contradictions(Heard<?> heard, boolean plain, boolean claimsStored, boolean stored) {
        if (heard.answer() == null) {
            return List.of();
        }
        if (claimsStored && !stored) {
            return List.of("it was answered " + heard + " and is not there");
        }
        if (!plain && !heard.doubted()) {
            return List.of("it was answered " + heard + (stored ? " and is there" : " and nobody else wrote"));
        }
        return stored ? List.of() : List.of("it was answered " + heard + " and never came to be");
    }

    private static Step openConversation(Scene scene) {
        Conversation conversation = scene.newConversation("visitor");
        return commit(scene, new ConversationChange.Open(conversation));
    }

    private static Step changeConversation(Scene scene) {
        return commit(
                scene,
                new ConversationChange.Replace(scene.conversation().withVariables(new Json("{\"name\":\"Ada\"}"))));
    }

    private static Step commit(Scene scene, ConversationChange change) {
        Conversation next = change.conversation();
        OutboxEntry entry = scene.newEntry(next.id(), Json.EMPTY_OBJECT, scene.tomorrow());
        ConversationCommit commit = new ConversationCommit(change, List.of(entry), List.of());
        return caller -> {
            Heard<ConversationOutcome> heard =
                    caller.ask(store -> store.conversations().commit(commit));
            return () -> {
                boolean stored = scene.store()
                        .conversations()
                        .find(scene.tenant(), next.id())
                        .filter(next::equals)
                        .isPresent();
                boolean plain = heard.answer() instanceof ConversationOutcome.Committed;
                boolean taken = heard.answer() instanceof ConversationOutcome.Taken other
                        && other.conversation().equals(next);
                return contradictions(heard, plain, plain || taken, stored);
            };
        };
    }

    /** Prepares the acceptance of an event. */
    private interface Arrival {
        EventAcceptance of(Scene scene);
    }

    private static EventAcceptance broadcast(Scene scene) {
        return Scene.acceptance(scene.newEvent("parcel.arrived", null, null), null);
    }

    private static EventAcceptance directed(Scene scene) {
        Execution waiting = scene.commit(scene.first(new ConversationChange.Open(scene.newConversation(null)))
                .waitsForEvent("parcel.arrived"));
        return Scene.acceptance(scene.newEvent("parcel.lost", waiting, null), null);
    }

    private static EventAcceptance result(Scene scene) {
        TurnDraft draft = scene.first(new ConversationChange.Open(scene.newConversation(null)))
                .enqueues(1, scene.tomorrow());
        Execution waiting = scene.commit(draft);
        TaskRecord task = draft.tasks().get(0);
        return Scene.acceptance(
                scene.newEvent(Scene.QUEUE + ".completed", waiting, task),
                new TaskSettlement(task.id(), TaskState.COMPLETED, null));
    }

    private static Step accept(Scene scene, Arrival arrival) {
        EventAcceptance acceptance = arrival.of(scene);
        InboxEvent event = acceptance.event();
        return caller -> {
            Heard<EventOutcome> heard = caller.ask(store -> store.inboxEvents().accept(acceptance));
            return () -> {
                // whoever sends it again is told that it is there
                EventOutcome again = scene.store().inboxEvents().accept(acceptance);
                boolean stored = isSame(again, event);
                boolean plain = heard.answer() instanceof EventOutcome.Accepted;
                return contradictions(heard, plain, plain || isSame(heard.answer(), event), stored);
            };
        };
    }

    private static boolean isSame(@Nullable EventOutcome outcome, InboxEvent event) {
        return outcome instanceof EventOutcome.Duplicate same && same.id().equals(event.id());
    }

    private static Step finish(Scene scene) {
        InboxEvent event = scene.newEvent("parcel.arrived", null, null);
        scene.accept(event, Scene.LEASE.multipliedBy(24));
        Json reply = new Json("{\"ok\":true}");
        return caller -> {
            Heard<Boolean> heard = caller.ask(store -> {
                store.inboxEvents().finish(scene.tenant(), event.id(), reply);
                return true;
            });
            return () -> {
                EventOutcome again = scene.store().inboxEvents().accept(Scene.acceptance(event, null));
                boolean stored = again instanceof EventOutcome.Duplicate same && reply.equals(same.reply());
                return contradictions(heard, true, true, stored);
            };
        };
    }

    private static Step publish(Scene scene, int version) {
        if (version > 1) {
            scene.store().flowVersions().publish(flowVersion(scene, version - 1));
        }
        FlowVersion next = flowVersion(scene, version);
        return caller -> {
            Heard<FlowChange> heard = caller.ask(store -> store.flowVersions().publish(next));
            return () -> {
                boolean stored = scene.store()
                        .flowVersions()
                        .find(scene.tenant(), next.flow(), version)
                        .filter(FlowVersion::active)
                        .isPresent();
                boolean plain = heard.answer() instanceof FlowChange.Changed;
                return contradictions(heard, plain, plain, stored);
            };
        };
    }

    private static FlowVersion flowVersion(Scene scene, int version) {
        return new FlowVersion(
                scene.tenant(),
                scene.flow(),
                "order_status",
                version,
                "Order status",
                new Json("{\"version\":" + version + "}"),
                "order_status",
                null,
                true,
                scene.now());
    }
}
