package dev.flowruntime;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Json;
import java.time.Instant;

/**
 * A standalone form as pages get it.
 *
 * @param fields a JSON array
 */
public record FormView(FormId id, String code, String title, String submitLabel, Json fields, Instant publishedAt) {}
