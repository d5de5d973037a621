package dev.flowruntime.store.jdbc.crash;

import java.util.List;

/** Something that a caller asks of the store. */
record Operation(String name, Preparation preparation) {
    /** Puts into the store what the operation needs. */
    interface Preparation {
        Step prepare(Scene scene);
    }

    /** The operation on what was prepared; run once. */
    interface Step {
        /**
         * Runs it.
         *
         * @return finds, when everything is quiet again, what is wrong with what the caller heard
         */
        Verdict run(Caller caller);
    }

    /** Finds what contradicts the caller's answer. */
    interface Verdict {
        List<String> contradictions();
    }

    @Override
    public String toString() {
        return name;
    }
}
