package dev.flowruntime;

import java.io.InputStream;

/**
 * A file that a visitor sends.
 *
 * @param name what the visitor calls it, as it came; nothing in it is trusted
 * @param content its bytes, read once and never all at once; a {@link FlowException} that it throws is told to the visitor
 * @param maxBytes beyond which it is refused
 */
public record IncomingFile(String name, InputStream content, long maxBytes) {}
