package io.weir.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Reads one answer after the other from a connection; looks only at status and length. */
final class Reply {
    private static final int MOST = 32 * 1024;

    private byte[] head = new byte[1024];
    private int size;
    private int status;
    private long bodyLeft;
    private boolean inBody;
    private boolean closes;

    int status() {
        return status;
    }

    /** Whether the server ends the connection behind this answer. */
    boolean closes() {
        return closes;
    }

    /** Takes bytes; true once the answer is whole. Then it is ready for the next. */
    boolean take(ByteBuffer bytes) throws IOException {
        while (!inBody && bytes.hasRemaining()) {
            add(bytes.get());
            if (endsWithEmptyLine()) {
                parse(new String(head, 0, size, ISO_8859_1));
                size = 0;
                inBody = true;
            }
        }
        if (!inBody) {
            return false;
        }
        int taken = (int) Math.min(bodyLeft, bytes.remaining());
        bytes.position(bytes.position() + taken);
        bodyLeft -= taken;
        inBody = bodyLeft > 0;
        return !inBody;
    }

    /** Forgets half an answer. */
    void reset() {
        size = 0;
        inBody = false;
        bodyLeft = 0;
    }

    private void add(byte one) throws IOException {
        if (size == head.length) {
            if (size == MOST) {
                throw new IOException("the head of an answer is over " + MOST + " bytes");
            }
            head = Arrays.copyOf(head, size * 2);
        }
        head[size++] = one;
    }

    private boolean endsWithEmptyLine() {
        return size >= 4
                && head[size - 1] == '\n'
                && head[size - 2] == '\r'
                && head[size - 3] == '\n'
                && head[size - 4] == '\r';
    }

    private void parse(String text) throws IOException {
        String[] lines = text.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("no answer of HTTP/1: " + lines[0]);
        }
        status = Integer.parseInt(first[1]);
        closes = first[0].equals("HTTP/1.0");
        bodyLeft = 0;
        for (int i = 1; i < lines.length; i++) {
            header(lines[i].toLowerCase(Locale.ROOT));
        }
    }

    private void header(String line) throws IOException {
        if (line.startsWith("content-length:")) {
            bodyLeft = Long.parseLong(line.substring("content-length:".length()).strip());
        } else if (line.startsWith("connection:")) {
            closes = line.contains("close");
        } else if (line.startsWith("transfer-encoding:")) {
            throw new IOException("an answer without a length cannot be read");
        }
    }
}
