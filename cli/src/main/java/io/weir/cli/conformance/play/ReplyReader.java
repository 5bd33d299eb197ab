package io.weir.cli.conformance.play;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers of HTTP/1.x (RFC 9112), each behind the one before. */
final class ReplyReader {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_BODY = 64 * 1024;
    private static final int INTERIM = 200;
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int HEX = 16;

    private final InputStream in;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** The next final answer; what is interim is passed over. */
    Reply last(boolean hasBody) throws IOException {
        while (true) {
            Reply reply = next(hasBody);
            if (reply.status() >= INTERIM || reply.status() == SWITCHING) {
                return reply;
            }
        }
    }

    /** The next answer, possibly an interim one. */
    Reply next(boolean hasBody) throws IOException {
        Matcher line = STATUS_LINE.matcher(line());
        if (!line.matches()) {
            throw new IOException("what came is no HTTP");
        }
        int status = Integer.parseInt(line.group(1));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        field.substring(0, colon).toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        boolean isWithout = !hasBody || status < INTERIM || status == NO_CONTENT || status == NOT_MODIFIED;
        return new Reply(status, headers, isWithout ? new byte[0] : body(headers), "");
    }

    /** What comes of it: the status is said, also if the body breaks off or never ends. */
    private byte[] body(Map<String, String> headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            read(headers, body);
        } catch (IOException e) {
            return body.toByteArray();
        }
        return body.toByteArray();
    }

    private void read(Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
        String length = headers.get("content-length");
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            for (long size = chunk(); size > 0; size = chunk()) {
                copy(size, body);
                if (body.size() == MAX_BODY) {
                    return;
                }
                line();
            }
        } else {
            copy(length == null ? Long.MAX_VALUE : number(length, 10), body);
        }
    }

    private long chunk() throws IOException {
        return number(line().split(";", 2)[0].strip(), HEX);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("what came has no length", e);
        }
    }

    /** As many bytes, or as there are, or the first that are kept. */
    private void copy(long bytes, ByteArrayOutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        long left = bytes;
        while (left > 0 && to.size() < MAX_BODY) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            to.write(buffer, 0, Math.min(read, MAX_BODY - to.size()));
            left -= read;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_LINE) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
        throw new IOException("what came has too long a line");
    }
}
