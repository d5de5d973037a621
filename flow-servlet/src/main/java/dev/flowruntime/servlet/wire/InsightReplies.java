package dev.flowruntime.servlet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.flowruntime.AuditPage;
import dev.flowruntime.RecordedConversion;
import dev.flowruntime.RecordedEvents;
import dev.flowruntime.model.AuditRecord;
import java.io.IOException;

/** Writes replies about telemetry, conversions and the audit trail. */
public final class InsightReplies {
    private InsightReplies() {}

    public static byte[] events(RecordedEvents reply) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("recorded", reply.recorded());
            json.writeNumberField("duplicates", reply.duplicates());
            json.writeEndObject();
        });
    }

    public static byte[] conversion(RecordedConversion reply) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("deduped", reply.deduped());
            json.writeStringField("completion_id", reply.completionId().toString());
            json.writeEndObject();
        });
    }

    public static byte[] audit(AuditPage reply) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (AuditRecord record : reply.records()) {
                write(record, json);
            }
            json.writeEndArray();
            json.writeStringField("next_cursor", reply.nextCursor());
            json.writeEndObject();
        });
    }

    private static void write(AuditRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", record.id().toString());
        json.writeStringField("tenant_id", record.tenant().toString());
        json.writeStringField("at", record.at().toString());
        json.writeStringField("actor", record.actor());
        json.writeStringField("action", record.action());
        json.writeStringField("subject", record.subject());
        Replies.raw("details", record.details(), json);
        json.writeStringField("ip_hash", record.ipHash());
        json.writeStringField("request_id", record.requestId());
        json.writeEndObject();
    }
}
