package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.util.Map;

/** The smallest conversation: a flow asks for a name and greets. */
public final class HelloFlow {
    private static final String FLOW = """
            flow: hello
            name: Hello
            trigger: { type: trigger.chat, intent_name: hello }
            nodes:
              - { id: who, type: form, fields: [{ name: name, type: text, label: Your name, required: true }] }
              - { id: greet, type: message, text: "Hello, {{ node.who.output.name }}!" }
            """;

    private HelloFlow() {}

    public static void main(String[] args) {
        try (FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore()).build()) {
            TenantId acme = runtime.tenants().create("acme", "Acme Inc.").id();
            runtime.flows().publish(acme, Document.parse("hello.yaml", FLOW));
            Reply asked = runtime.engine().trigger(new EngineTrigger(acme, null, TriggerMessage.of("hello", "Hi")));
            Reply done = runtime.engine().resume(acme, ResumeMessage.of(asked, Map.of("name", "Ada")));
            System.out.println(
                    done.status().wireName() + " " + done.blocks().get(0).payload());
        }
    }
}
