package dev.flowruntime.store.shard;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An in-memory store that fails while it is told to, and counts how often it is asked. */
final class BreakableStore {
    private final InMemoryFlowStore inner = new InMemoryFlowStore();
    private final FlowStore store = proxy(FlowStore.class, this::callStore);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int healthyUntil;
    private volatile StoreException.@Nullable Retry failure;

    /** What the router sees. */
    FlowStore store() {
        return store;
    }

    /** What is in it, whether or not it fails. */
    FlowStore inner() {
        return inner;
    }

    void fails(StoreException.Retry retry) {
        failsAfter(0, retry);
    }

    /** Answers so many calls first. */
    void failsAfter(int answered, StoreException.Retry retry) {
        healthyUntil = calls.get() + answered;
        failure = retry;
    }

    void heals() {
        failure = null;
    }

    int calls() {
        return calls.get();
    }

    private Object callStore(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getReturnType() == void.class) {
            return call(inner, method, arguments);
        }
        Object role = method.invoke(inner, arguments);
        return proxy(method.getReturnType(), (self, asked, given) -> call(role, asked, given));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        int call = calls.incrementAndGet();
        StoreException.Retry retry = failure;
        if (retry != null && call > healthyUntil) {
            throw new StoreException(retry, "broken");
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
