package dev.flowruntime.servlet;

import dev.flowruntime.store.FlowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A store that remembers which of its methods could have written, and fails when it is told to. */
final class WatchedStore {
    private final FlowStore store;
    private final Queue<String> writes = new ConcurrentLinkedQueue<>();
    private volatile Throwable failure;
    private volatile String failing = "";
    private volatile Runnable before = () -> {};
    private volatile Runnable after = () -> {};
    private volatile String followed = "";

    WatchedStore(FlowStore store) {
        this.store = watch(FlowStore.class, store);
    }

    FlowStore store() {
        return store;
    }

    /** Such as {@code ExecutionStore.commit}. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    void forget() {
        writes.clear();
    }

    /** From now on everything fails like this; nothing does when it is null. */
    void fail(Throwable with) {
        fail("", with);
    }

    /** From now on the role with this name fails like this. */
    void fail(String role, Throwable with) {
        failing = role;
        failure = with;
    }

    /** From now on whoever writes does this first. */
    void beforeWrites(Runnable action) {
        before = action;
    }

    /**
     * From now on whoever writes waits.
     *
     * @return reaches zero when so many wait
     */
    CountDownLatch holdWrites(int writers, CountDownLatch until) {
        CountDownLatch waiting = new CountDownLatch(writers);
        beforeWrites(() -> {
            waiting.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return waiting;
    }

    /** From now on this happens once a write with this name, such as {@code ExecutionStore.commit}, is done, and before its caller hears. */
    void afterWrites(String name, Runnable action) {
        followed = name;
        after = action;
    }

    private <T> T watch(Class<T> role, T target) {
        Object proxy = Proxy.newProxyInstance(
                role.getClassLoader(),
                new Class<?>[] {role},
                (self, method, arguments) -> call(role, target, method, arguments));
        return role.cast(proxy);
    }

    private Object call(Class<?> role, Object target, Method method, Object[] arguments) throws Throwable {
        boolean isRole = method.getReturnType().getPackage() == FlowStore.class.getPackage()
                && method.getReturnType().getSimpleName().endsWith("Store");
        if (!isRole && failure != null && role.getSimpleName().startsWith(failing)) {
            throw failure;
        }
        if (!isRole && !method.getName().matches("find.*|list.*|load|check|close")) {
            writes.add(role.getSimpleName() + "." + method.getName());
            before.run();
        }
        try {
            Object result = method.invoke(target, arguments);
            if (!isRole && followed.equals(role.getSimpleName() + "." + method.getName())) {
                after.run();
            }
            return isRole ? watchRole(method.getReturnType(), result) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private <T> Object watchRole(Class<T> role, Object target) {
        return watch(role, (T) target);
    }
}
