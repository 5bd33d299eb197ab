package io.weir.cli.text;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.text.Blanked;
import io.weir.operations.text.Escaped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came: what proves its sender is blanked in headers, and for people in bodies. */
public final class EnvelopeText {
    private final Speech speech;

    public EnvelopeText(Speech speech) {
        this.speech = speech;
    }

    /** Prints the method, the URL and the headers. */
    public void printHeaders(ReceivedRequest request) {
        speech.line(Escaped.line(request.method() + " " + Blanked.url(request.url())));
        Blanked.headers(request.headers()).forEach((name, value) -> speech.line(Escaped.line(name + ": " + value)));
    }

    /** The same as members of an object. */
    public static Map<String, @Nullable Object> members(ReceivedRequest request) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("method", request.method());
        members.put("url", Blanked.url(request.url()));
        members.put("headers", Blanked.headers(request.headers()));
        return members;
    }

    /** Prints the body: its bytes as they are into a pipe; on a terminal what can be read of them. */
    public void printBody(ReceivedRequest request) {
        if (!speech.isPeople()) {
            speech.bytes(request.body());
            return;
        }
        String text = new String(request.body(), StandardCharsets.UTF_8);
        speech.line(Escaped.text(Blanked.body(text)));
    }
}
