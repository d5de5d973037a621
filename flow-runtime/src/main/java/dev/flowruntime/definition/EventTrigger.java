package dev.flowruntime.definition;

import org.jspecify.annotations.Nullable;

/**
 * An event from outside starts the flow.
 *
 * @param eventName 1 to 255 characters
 * @param filter an expression over {@code event.name} and {@code event.data} that must hold; null for every event
 */
public record EventTrigger(String eventName, @Nullable String filter) implements Trigger {}
