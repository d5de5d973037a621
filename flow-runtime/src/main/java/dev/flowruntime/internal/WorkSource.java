package dev.flowruntime.internal;

import java.util.List;

/** A kind of work that waits in the store. */
public interface WorkSource {
    /** Takes at most so many pieces, each ready to run on any thread. */
    List<Runnable> claim(int limit);
}
