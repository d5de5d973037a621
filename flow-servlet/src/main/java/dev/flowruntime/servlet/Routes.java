package dev.flowruntime.servlet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which handler answers which method and path; {@code {}} in a path stands for one segment that is not empty. */
final class Routes {
    private final Map<String, Route> fixed = new HashMap<>();
    private final List<Route> parameterized = new ArrayList<>();

    Routes add(String method, String path, Handler handler) {
        Route route = fixed.get(path);
        if (route == null) {
            route = parameterized.stream()
                    .filter(known -> known.is(path))
                    .findFirst()
                    .orElseGet(() -> add(path));
        }
        route.handlers.put(method, handler);
        return this;
    }

    private Route add(String path) {
        Route route = new Route(path);
        if (route.parameterized) {
            parameterized.add(route);
        } else {
            fixed.put(path, route);
        }
        return route;
    }

    /** @return null when nothing is at this path */
    @Nullable
    Match find(String path) {
        Route route = fixed.get(path);
        if (route != null) {
            return new Match(route, "");
        }
        for (Route candidate : parameterized) {
            String parameter = candidate.parameterOf(path);
            if (parameter != null) {
                return new Match(candidate, parameter);
            }
        }
        return null;
    }

    /** @param parameter the segment of the path that the route leaves open; empty when it leaves none */
    record Match(Route route, String parameter) {}

    /** What can be done at one path. */
    static final class Route {
        private final Map<String, Handler> handlers = new HashMap<>();
        private final String before;
        private final String after;
        private final boolean parameterized;

        private Route(String path) {
            int open = path.indexOf("{}");
            parameterized = open >= 0;
            before = parameterized ? path.substring(0, open) : path;
            after = parameterized ? path.substring(open + 2) : "";
        }

        private boolean is(String path) {
            return path.equals(before + "{}" + after);
        }

        private @Nullable String parameterOf(String path) {
            int end = path.length() - after.length();
            if (end <= before.length() || !path.startsWith(before) || !path.endsWith(after)) {
                return null;
            }
            String segment = path.substring(before.length(), end);
            return segment.indexOf('/') < 0 ? segment : null;
        }

        /**
         * What reads can be asked for its headers alone.
         *
         * @return null when the method is not allowed
         */
        @Nullable
        Handler handler(String method) {
            return handlers.get(method.equals("HEAD") ? "GET" : method);
        }

        /** In the order of their names, with those that are answered for every path of this kind. */
        List<String> methods(boolean withPreflight) {
            Set<String> methods = new TreeSet<>(handlers.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            if (withPreflight) {
                methods.add("OPTIONS");
            }
            return List.copyOf(methods);
        }
    }
}
