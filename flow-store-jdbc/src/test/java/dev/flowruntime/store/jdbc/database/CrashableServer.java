package dev.flowruntime.store.jdbc.database;

/** A server in processes of its own. */
public abstract class CrashableServer extends DatabaseServer implements AutoCloseable {
    /** What a server does for the day its machine loses power. */
    public enum Durability {
        /** Nothing: a test whose server died has failed anyway, and no commit need wait for a disk. */
        NONE,
        /** A commit that was answered is on the disk. */
        FULL
    }

    /** Kills all its processes, and returns when they are gone. */
    public abstract void crash();

    /** Starts it again after a crash, on the same port, with what is on the disk. */
    public abstract void recover();

    /** Ends it and deletes its files. */
    @Override
    public abstract void close();
}
