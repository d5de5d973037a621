package dev.flowruntime;

import dev.flowruntime.model.Upload;
import java.io.InputStream;

/**
 * An uploaded file and its bytes.
 *
 * @param content read in pieces; whoever gets it closes it
 */
public record StoredFile(Upload upload, InputStream content) {}
