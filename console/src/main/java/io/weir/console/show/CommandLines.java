package io.weir.console.show;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.RequestSummary;
import io.weir.operations.text.Blanked;
import io.weir.operations.text.Escaped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines for a shell, to be copied. Whatever a stranger wrote stands in single quotes; a body with characters that a
 * terminal would act on is named by its file instead.
 */
public final class CommandLines {
    /** What the client sets itself. */
    private static final Set<String> NOT_SENT =
            Set.of("host", "content-length", "connection", "transfer-encoding", "accept-encoding", "expect");

    private static final int MOST_INLINE = 16 * 1024;

    private CommandLines() {}

    /** Name of the file under which a body is downloaded. */
    public static String file(String id) {
        return id.replaceAll("[^A-Za-z0-9-]", "_") + ".bin";
    }

    /** The request for curl. Its signatures are blanked, so that they are left out. */
    public static String curl(String id, ReceivedRequest request) {
        StringBuilder line =
                new StringBuilder("curl -X ").append(quoted(request.method())).append(' ');
        line.append(quoted(Escaped.line(Blanked.url(request.url()))));
        Blanked.headers(request.headers()).forEach((name, value) -> {
            if (!NOT_SENT.contains(name) && !value.contains(Blanked.BLANK) && isPlain(name) && isPlain(value)) {
                line.append(" \\\n  -H ").append(quoted(name + ": " + value));
            }
        });
        if (request.body().length > 0) {
            line.append(" \\\n  --data-binary ").append(quoted(body(id, request.body())));
        }
        return line.toString();
    }

    /** The request for {@code weir send}, which signs it anew. */
    public static String send(String id, String source) {
        return "weir send --source " + quotedIfNeeded(source) + " --wait " + file(id);
    }

    /** A test for a source. */
    public static String test(String source) {
        return "weir send --source " + quotedIfNeeded(source) + " --wait";
    }

    /**
     * Why a request was rejected. Its headers are to be put into a file by hand: pages show no signature.
     *
     * @param url where the source's sender posts, or null
     */
    public static String explain(RequestSummary request, @Nullable String url) {
        String where = url == null ? "" : " --url " + quoted(Escaped.line(url));
        return "weir explain --source " + quotedIfNeeded(request.source()) + " --headers headers.txt --received-at "
                + request.receivedAt() + where + " " + file(request.id());
    }

    private static String body(String id, byte[] body) {
        String file = "@" + file(id);
        if (body.length > MOST_INLINE) {
            return file;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            boolean isPlain =
                    Escaped.text(text).equals(text) && Blanked.body(text).equals(text) && !text.startsWith("@");
            return isPlain ? text : file;
        } catch (CharacterCodingException e) {
            return file;
        }
    }

    private static boolean isPlain(String text) {
        return Escaped.line(text).equals(text);
    }

    private static String quotedIfNeeded(String text) {
        return text.matches("[A-Za-z0-9._-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
