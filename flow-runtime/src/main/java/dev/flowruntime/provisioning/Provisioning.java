package dev.flowruntime.provisioning;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Provisioning files, read: each makes one tenant what it should be.
 *
 * <p>Reading never fails: what is wrong with the files is told by {@link #problems()}, and what a runtime would refuse
 * as well by {@link #check}. What a file does not mention is left as it is; a list that it does mention, such as
 * {@code quick_questions}, is replaced as a whole. Immutable and thread-safe.
 */
public final class Provisioning {
    private final List<TenantPlan> plans;
    private final List<Problem> problems;

    private Provisioning(List<TenantPlan> plans, List<Problem> problems) {
        this.plans = List.copyOf(plans);
        this.problems = List.copyOf(problems);
    }

    /** Reads one file, and the flows and forms that it names by paths relative to it. */
    public static Provisioning read(Path file) {
        return read(List.of(file));
    }

    /** Reads several files; each is for a tenant of its own. */
    public static Provisioning read(List<Path> files) {
        List<TenantPlan> plans = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                TenantPlan plan = TenantReader.read(file);
                plans.add(plan);
                problems.addAll(plan.problems());
            } catch (DocumentException unreadable) {
                problems.addAll(unreadable.problems());
            }
        }
        problems.addAll(Overlaps.among(plans));
        return new Provisioning(plans, problems);
    }

    /** What the files alone show to be wrong; the documents of flows are looked at by {@link #check} only. */
    public List<Problem> problems() {
        return problems;
    }

    /** Everything that is wrong or doubtful: the files' own problems, and what this runtime makes of them. */
    public List<Problem> check(FlowRuntime runtime) {
        List<Problem> all = new ArrayList<>(problems);
        for (TenantPlan plan : plans) {
            for (Problem found : new TenantCheck(runtime, plan).problems()) {
                // The runtime checks keys again that the reader has checked; one complaint about a member is enough.
                boolean known = problems.stream()
                        .anyMatch(p -> p.isError()
                                && p.file().equals(found.file())
                                && p.path().equals(found.path()));
                if (!known) {
                    all.add(found);
                }
            }
        }
        return List.copyOf(all);
    }

    /**
     * Makes the tenants what the files say; doing it again changes nothing.
     *
     * @throws DocumentException with all problems when one of them is an error; nothing was applied then
     */
    public Provisioned apply(FlowRuntime runtime) {
        List<Problem> found = check(runtime);
        if (found.stream().anyMatch(Problem::isError)) {
            throw new DocumentException(found);
        }
        TenantApply apply = new TenantApply(runtime);
        plans.forEach(apply::apply);
        return new Provisioned(apply.changes(), apply.credentials(), found);
    }
}
