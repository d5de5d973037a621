package dev.flowruntime.examples;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The few files of the demo's page. */
final class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String SCRIPT = "text/javascript";
    private static final String PICTURE = "image/svg+xml";

    private final transient Map<String, Asset> assets;

    @SuppressWarnings("ArrayRecordComponent") // assets are never compared
    private record Asset(String type, byte[] bytes) {}

    /** @param publicKey the widget key that the page shows */
    ShopServlet(String publicKey) {
        Asset page = asset("text/html", "index.html");
        String html = new String(page.bytes(), StandardCharsets.UTF_8).replace("{{public_key}}", publicKey);
        assets = Map.of(
                "/", new Asset(page.type(), html.getBytes(StandardCharsets.UTF_8)),
                "/shop/shop.css", asset("text/css", "shop.css"),
                "/shop/chat/stream.js", asset(SCRIPT, "chat/stream.js"),
                "/shop/chat/chat.js", asset(SCRIPT, "chat/chat.js"),
                "/shop/chat/api.js", asset(SCRIPT, "chat/api.js"),
                "/shop/chat/elements.js", asset(SCRIPT, "chat/elements.js"),
                "/shop/chat/fields.js", asset(SCRIPT, "chat/fields.js"),
                "/shop/lamp.svg", asset(PICTURE, "lamp.svg"),
                "/shop/chair.svg", asset(PICTURE, "chair.svg"),
                "/shop/vase.svg", asset(PICTURE, "vase.svg"));
    }

    private static Asset asset(String type, String name) {
        try (InputStream in = ShopServlet.class.getResourceAsStream("/demo/shop/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new Asset(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asset asset = assets.get(request.getRequestURI());
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentType(asset.type() + ";charset=utf-8");
        response.setContentLength(asset.bytes().length);
        response.getOutputStream().write(asset.bytes());
    }
}
