package dev.flowruntime.expression;

import java.util.List;

public record Reference(String root, List<String> path) {}
