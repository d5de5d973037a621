package dev.flowruntime;

/**
 * Why a worker did not do a task.
 *
 * @param message what the flow reads as {@code node.<id>.error}
 * @param permanent whether trying again cannot help
 */
public record TaskFailure(String message, boolean permanent) {}
