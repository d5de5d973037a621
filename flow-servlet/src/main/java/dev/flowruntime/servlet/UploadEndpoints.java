package dev.flowruntime.servlet;

import dev.flowruntime.StoredFile;
import dev.flowruntime.Uploads;
import dev.flowruntime.model.Upload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gives uploaded files out to whoever has a link: never shown in a page, and never run. */
final class UploadEndpoints {
    /** What else there may be is told as bytes, so that nothing makes more of it. */
    private static final Set<String> TOLD =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv");

    private final Uploads uploads;
    private final RateLimits limits;

    UploadEndpoints(Uploads uploads, RateLimits limits) {
        this.uploads = uploads;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/public/v1/uploads/{}", this::download);
    }

    private Answer download(Exchange exchange) {
        String exp = exchange.required("exp");
        String sig = exchange.required("sig");
        limits.spend(RateLimit.PUBLIC_READS, exchange.clientNetwork() + " uploads");
        StoredFile file = uploads.openLink(exchange.parameter(), exp, sig);
        Upload.File known = file.upload().file();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", TOLD.contains(known.mime()) ? known.mime() : "application/octet-stream");
        headers.put("Content-Disposition", ContentDisposition.attachment(known.name()));
        headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
        return Answer.file(file, headers);
    }
}
