package dev.flowruntime.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A tree with one thing changed. @param what the change, for people */
record Mutation(String what, Object tree) {
    private static final List<Object> OTHERS = Arrays.asList(null, true, 7L, -1.5, "?", List.of(), Map.of());

    /** Each value of a tree replaced by values of every type, each member left out, and a member added to each mapping. */
    static List<Mutation> of(Object tree) {
        List<Mutation> mutations = new ArrayList<>();
        mutate(tree, "", (what, changed) -> mutations.add(new Mutation(what, changed)));
        return mutations;
    }

    private static void mutate(Object value, String path, BiConsumer<String, Object> sink) {
        for (Object other : OTHERS) {
            sink.accept(path + " = " + other, other);
        }
        if (value instanceof Map<?, ?> map) {
            sink.accept(path + ".zzz added", with(map, "zzz", "x"));
            map.forEach((name, member) -> {
                Map<Object, Object> less = new LinkedHashMap<>(map);
                less.remove(name);
                sink.accept(path + "." + name + " left out", less);
                mutate(member, path + "." + name, (what, changed) -> sink.accept(what, with(map, name, changed)));
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int index = i;
                mutate(list.get(i), path + "[" + i + "]", (what, changed) -> {
                    List<Object> copy = new ArrayList<>(list);
                    copy.set(index, changed);
                    sink.accept(what, copy);
                });
            }
        }
    }

    private static Map<Object, Object> with(Map<?, ?> map, Object name, Object value) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
