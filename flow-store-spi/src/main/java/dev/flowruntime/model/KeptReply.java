package dev.flowruntime.model;

/**
 * What the sender of a request was told, or is to be told.
 *
 * @param status of HTTP
 * @param body what is sent, to the letter
 */
public record KeptReply(int status, Json body) {}
