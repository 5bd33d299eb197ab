package io.weir.console.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The shapes that an answer has. */
public final class Answers {
    private Answers() {}

    /** A line of plain text. */
    public static void text(Response response, Callback callback, int status, String line) {
        bytes(response, callback, status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A page. */
    public static void html(Response response, Callback callback, int status, String page) {
        bytes(response, callback, status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of any type. */
    public static void bytes(Response response, Callback callback, int status, String type, byte[] bytes) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** Sends the browser to another page of the console, by GET. */
    public static void seeOther(Response response, Callback callback, String path) {
        response.getHeaders().put(HttpHeader.LOCATION, path);
        text(response, callback, 303, "see " + path);
    }
}
