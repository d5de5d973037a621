package dev.flowruntime.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static final int THREADS = 8;

    @Test
    void oneCompiledTemplateServesManyThreads() throws Exception {
        Template template = Template.compile(
                "{{ format_number(vars.n, '#,##0.00') }} {{ format_date(vars.n, 'yyyy-MM-dd HH:mm:ss') }} "
                        + "{{ vars.t.matches('^t[0-9]+$') }} {{ upper(vars.t) }} {{ vars.n * 1.5 > 3 ? vars.l[vars.n] : 'few' }}");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int own = thread;
                results.add(threads.submit(() -> {
                    Map<String, Object> vars = Map.of("n", own, "t", "t" + own, "l", List.of(0, 1, 2, 3, 4, 5, 6, 7));
                    String first = template.render(name -> vars);
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(template.render(name -> vars)).isEqualTo(first);
                    }
                    return first;
                }));
            }
            for (int thread = 0; thread < THREADS; thread++) {
                assertThat(results.get(thread).get())
                        .isEqualTo(thread + ".00 1970-01-01 00:00:0" + thread + " true T" + thread + " "
                                + (thread > 2 ? thread : "few"));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
