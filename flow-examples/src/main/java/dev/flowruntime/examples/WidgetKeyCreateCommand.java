package dev.flowruntime.examples;

import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.WidgetKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a widget key. */
@Command(
        name = "create",
        description =
                "Makes a widget key and prints it, with the URL and the secret of its webhook, which are not shown"
                        + " again.",
        sortOptions = false)
final class WidgetKeyCreateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    StoredTenant tenant = new StoredTenant();

    @Option(names = "--label", required = true, paramLabel = "L", description = "names the key in its tenant")
    String label = "";

    @Option(
            names = "--origin",
            required = true,
            arity = "1..*",
            split = ",",
            paramLabel = "O",
            description = "the origins of the pages, such as https://acme.com or https://*.acme.com")
    List<String> origins = List.of();

    @ArgGroup(multiplicity = "1")
    IntentOptions intents = new IntentOptions();

    @ArgGroup
    FormOptions forms = new FormOptions();

    @Option(names = "--webhook", paramLabel = "URL", description = "where webhooks go; its secret is made")
    @Nullable
    String webhook;

    @Mixin
    ReachOption reach = new ReachOption();

    @Option(names = "--test", description = "makes a key for tests, which stay out of analytics")
    boolean test;

    /** Which intents a key permits. */
    static final class IntentOptions {
        @Option(names = "--intent", arity = "1..*", split = ",", paramLabel = "I", description = "intents it may start")
        List<String> names = List.of();

        @Option(names = "--all-intents", description = "lets it start every intent")
        boolean all;
    }

    /** Which standalone forms a key permits. */
    static final class FormOptions {
        @Option(
                names = "--form",
                arity = "1..*",
                split = ",",
                paramLabel = "C",
                description = "codes of forms it may use")
        List<String> codes = List.of();

        @Option(names = "--all-forms", description = "lets it use every form")
        boolean all;
    }

    @Override
    public Integer call() {
        WidgetKeyRequest request = request();
        WidgetKey key = tenant.with(reach.reach(), (runtime, id) -> {
            Map<String, List<String>> wrong = runtime.widgetKeys().check(id, request);
            wrong.forEach((member, reasons) ->
                    spec.commandLine().getErr().println(option(member) + ": " + String.join("; ", reasons)));
            if (!wrong.isEmpty()) {
                throw new CommandFailure("no widget key was made");
            }
            return runtime.widgetKeys().create(id, request);
        });
        WidgetKeyReport report = new WidgetKeyReport(spec.commandLine().getOut());
        report.publicKey(key);
        report.webhook(key);
        return 0;
    }

    private WidgetKeyRequest request() {
        return new WidgetKeyRequest(
                label,
                null,
                test,
                WidgetKey.Status.ACTIVE,
                origins,
                intents.all ? Grant.ofEverything() : Grant.of(new LinkedHashSet<>(intents.names)),
                forms.all ? Grant.ofEverything() : Grant.of(new LinkedHashSet<>(forms.codes)),
                webhook,
                null,
                null);
    }

    /** The check names members of a request; the person gave options. */
    private static String option(String member) {
        return member.replace("allowed_origins", "--origin")
                .replace("allowed_intents", "--intent")
                .replace("webhook.url", "--webhook");
    }
}
