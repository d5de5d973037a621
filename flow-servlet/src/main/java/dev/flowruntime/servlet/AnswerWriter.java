package dev.flowruntime.servlet;

import dev.flowruntime.StoredFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Writes answers, with the headers that all of them have. */
final class AnswerWriter {
    private static final int STREAM_BUFFER = 2_048;

    private final Cors cors;

    AnswerWriter(Cors cors) {
        this.cors = cors;
    }

    void write(Exchange exchange, Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("X-Request-Id", exchange.requestId());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        cors.remember(exchange);
        cors.write(exchange, response::setHeader);
        answer.headers().forEach(response::setHeader);
        StoredFile file = answer.file();
        if (file != null) {
            write(file, exchange, response);
            return;
        }
        Answer.Stream stream = answer.stream();
        if (stream != null) {
            response.setBufferSize(STREAM_BUFFER); // it is the stream's for as long as it lasts
            stream.begin(exchange.await());
        }
        byte[] body = answer.body();
        if (answer.status() == HttpServletResponse.SC_NOT_MODIFIED) {
            response.flushBuffer(); // or Jetty says that the length is 0, which it is not
        } else if (body.length > 0) {
            if (!answer.headers().containsKey("Content-Type")) {
                response.setContentType("application/json");
            }
            response.setContentLength(body.length);
            if (!exchange.method().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
        }
    }

    /** A file that breaks off is told as long as nothing of it was sent; later its client is cut off, and sees that it is not whole. */
    private void write(StoredFile file, Exchange exchange, HttpServletResponse response) throws IOException {
        try (InputStream content = file.content()) {
            response.setContentLengthLong(file.upload().file().size());
            if (!exchange.method().equals("HEAD")) {
                content.transferTo(response.getOutputStream());
            }
        } catch (RuntimeException e) {
            Answer failure = Errors.answer(Errors.refusal(e, exchange.requestId()));
            if (response.isCommitted()) {
                throw new IOException("a file broke off", e);
            }
            response.reset();
            write(exchange, failure, response);
        }
    }
}
