package dev.flowruntime.definition;

/** What starts a flow. */
public sealed interface Trigger permits ChatTrigger, EventTrigger {}
