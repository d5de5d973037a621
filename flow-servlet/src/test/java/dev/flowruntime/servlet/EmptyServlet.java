package dev.flowruntime.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The least that a servlet can answer. */
final class EmptyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] EMPTY = {'{', '}'};

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(EMPTY.length);
        response.getOutputStream().write(EMPTY);
    }
}
