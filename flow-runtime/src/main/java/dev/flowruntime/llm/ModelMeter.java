package dev.flowruntime.llm;

import java.util.ArrayList;
import java.util.List;

/** Takes down which models a node calls while it runs, whether or not it succeeds. Thread-safe. */
public final class ModelMeter {
    private List<ModelCall> calls = List.of();

    /** Nothing is called yet. */
    public ModelMeter() {}

    /** Takes down a call that was answered. */
    public synchronized void add(ModelCall call) {
        if (calls.isEmpty()) {
            calls = new ArrayList<>(2);
        }
        calls.add(call);
    }

    /** The calls so far, in order. */
    public synchronized List<ModelCall> calls() {
        return List.copyOf(calls);
    }
}
