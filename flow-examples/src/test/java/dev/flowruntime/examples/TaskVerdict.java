package dev.flowruntime.examples;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.examples.SentAnswer.Fate;
import dev.flowruntime.examples.TaskChaos.Plan;
import dev.flowruntime.model.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether {@link TaskChaos} came out right, by what stands in the database.
 *
 * <p>It goes {@code BROKEN} when a result is taken without regard to whose the lease is (stale), when a closed task takes another
 * result (taken twice), when an event is matched before it is stored (stuck), when an answer is acknowledged before it is
 * stored (contradicted).
 *
 * @param stuck executions that are not completed, or whose task is not
 * @param notOnce tasks of which not exactly one result was accepted, or whose execution took not exactly one turn by it
 * @param stale results that were accepted from a worker whose lease was another's by then
 * @param wrong executions that do not tell their accepted result, once
 * @param contradicted answers that were acknowledged and are not the result, or were refused and are
 * @param mistreated answers to which a node said something else than it may
 */
record TaskVerdict(
        Plan plan,
        Duration took,
        long executions,
        long stuck,
        long notOnce,
        long stale,
        long wrong,
        long contradicted,
        long mistreated,
        String answers) {
    /** A task's result, as it was accepted. */
    private record Results(Map<String, List<String>> byTask, Map<String, List<String>> toldBy) {}

    static TaskVerdict of(RunDatabase database, Plan plan, List<SentAnswer> sent, Duration took) throws SQLException {
        Map<String, List<String>> results =
                lists(database.rows("select task_id, data from flow_inbox_event where task_id is not null"));
        Map<String, List<String>> told =
                lists(database.rows("select execution_id, blocks from flow_message where role = 'AGENT'"));
        long stuck = 0;
        long notOnce = 0;
        long stale = 0;
        long wrong = 0;
        List<List<String>> tasks = database.rows("""
                select t.id, t.state, t.generation, e.id, e.status, e.revision,
                  (select count(*) from flow_consumed_event c where c.tenant_id = e.tenant_id and c.execution_id = e.id)
                from flow_execution e left join flow_task t on t.tenant_id = e.tenant_id and t.execution_id = e.id""");
        Map<String, String> resultOf = new HashMap<>();
        for (List<String> task : tasks) {
            List<String> accepted = results.getOrDefault(task.get(0), List.of());
            stuck += task.get(1).equals("COMPLETED") && task.get(4).equals("COMPLETED") ? 0 : 1;
            notOnce += accepted.size() == 1
                            && task.get(5).equals("2")
                            && task.get(6).equals("1")
                    ? 0
                    : 1;
            for (String data : accepted) {
                String text = answer(data);
                Answer answer = Answer.parse(text);
                resultOf.put(task.get(0), text);
                boolean own = answer.task().toString().equals(task.get(0));
                stale += answer.isUnderLease() && answer.attempt() != Long.parseLong(task.get(2)) ? 1 : 0;
                List<String> blocks = told.getOrDefault(task.get(3), List.of());
                wrong += own && blocks.size() == 1 && blocks.get(0).contains('"' + text + '"') ? 0 : 1;
            }
        }
        return new TaskVerdict(
                plan,
                took,
                tasks.size(),
                stuck,
                notOnce,
                stale,
                wrong,
                sent.stream().filter(answer -> contradicts(answer, resultOf)).count(),
                count(sent, Fate.MISTREATED),
                "over HTTP %d answers, %d accepted, %d refused, %d unknown"
                        .formatted(
                                sent.size(),
                                count(sent, Fate.ACCEPTED),
                                count(sent, Fate.REFUSED),
                                count(sent, Fate.UNKNOWN)));
    }

    private static boolean contradicts(SentAnswer sent, Map<String, String> resultOf) {
        boolean isResult =
                sent.answer().text().equals(resultOf.get(sent.answer().task().toString()));
        return sent.fate() == Fate.ACCEPTED && !isResult || sent.fate() == Fate.REFUSED && isResult;
    }

    private static long count(List<SentAnswer> sent, Fate fate) {
        return sent.stream().filter(answer -> answer.fate() == fate).count();
    }

    private static String answer(String data) {
        return String.valueOf(JsonTree.readObject(new Json(data)).get("answer"));
    }

    private static Map<String, List<String>> lists(List<List<String>> pairs) {
        Map<String, List<String>> lists = new HashMap<>();
        for (List<String> pair : pairs) {
            lists.computeIfAbsent(pair.get(0), key -> new ArrayList<>()).add(pair.get(1));
        }
        return lists;
    }

    boolean holds() {
        return executions == plan.tasks() && stuck + notOnce + stale + wrong + contradicted + mistreated == 0;
    }

    @Override
    public String toString() {
        return "%s: %d tasks in %d s, %d kills; %s; %d stuck, %d not exactly one result, %d accepted under a lost lease, %d told wrong,"
                        .formatted(
                                holds() ? "HOLDS" : "BROKEN",
                                executions,
                                took.toSeconds(),
                                plan.kills(),
                                answers,
                                stuck,
                                notOnce,
                                stale,
                                wrong)
                + " %d contradicted, %d mistreated".formatted(contradicted, mistreated);
    }
}
