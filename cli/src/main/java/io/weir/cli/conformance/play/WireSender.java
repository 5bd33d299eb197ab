package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.cli.conformance.plan.Wire;
import io.weir.cli.send.UnreachableException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Lays requests of HTTP/1.x on a connection of their own, byte by byte, as no client would (RFC 9112). */
public final class WireSender {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** RFC 9110, 10.1.1: who expects 100 does not wait for it without end. */
    private static final Duration CONTINUE = Duration.ofSeconds(1);

    private static final int MIN_FINAL = 200;
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private final Target target;
    private final Pause pause;

    /** Waits, in tests too. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after this time. */
        void of(Duration time) throws InterruptedException;
    }

    public WireSender(Target target, Pause pause) {
        this.target = target;
        this.pause = pause;
    }

    /**
     * Sends once and waits for the answer. A connection that breaks is a reply, too.
     *
     * @param omitted lower-case names of headers that are left out although they belong to a request
     * @param patience how long to wait for each byte of the answer
     * @throws UnreachableException if nobody takes the connection
     */
    public Reply send(Outgoing request, Set<String> omitted, Wire wire, Duration patience) throws IOException {
        byte[] body = wire.gzip() ? gzip(request.body()) : request.body();
        byte[] head = head(request, omitted, wire, body.length).getBytes(ISO_8859_1);
        boolean hasBody = !request.method().equals("HEAD");
        try (Socket socket = connected()) {
            socket.setSoTimeout((int) patience.toMillis());
            return exchange(socket, head, body, wire, hasBody);
        }
    }

    private Reply exchange(Socket socket, byte[] head, byte[] body, Wire wire, boolean hasBody) {
        try {
            ReplyReader reader = new ReplyReader(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            @Nullable IOException broken = null;
            try {
                out.write(head);
                out.flush();
                Reply early = wire.expect() ? beforeBody(socket, reader, hasBody) : null;
                if (early != null) {
                    return early;
                }
                write(out, body, wire);
                if (wire.breakAfter() != null && !target.tls()) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                broken = e; // it may have answered before it closed
            }
            return answer(reader, hasBody, broken);
        } catch (IOException e) {
            return Reply.none(why(e));
        }
    }

    private static Reply answer(ReplyReader reader, boolean hasBody, @Nullable IOException broken) {
        try {
            return reader.last(hasBody);
        } catch (IOException e) {
            return Reply.none(why(broken == null ? e : broken));
        }
    }

    private static String why(IOException fault) {
        return fault instanceof SocketTimeoutException
                ? "no answer in time"
                : fault.getMessage() == null ? "the connection broke off" : fault.getMessage();
    }

    /** An answer that is there before the body; null if the body is to be sent. */
    private static @Nullable Reply beforeBody(Socket socket, ReplyReader reader, boolean hasBody) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout((int) CONTINUE.toMillis());
        try {
            Reply reply = reader.next(hasBody);
            return reply.status() < MIN_FINAL ? null : reply;
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.address(), target.port()), (int) CONNECT.toMillis());
            socket.setTcpNoDelay(true);
            return target.tls() ? secured(socket) : socket;
        } catch (IOException e) {
            socket.close();
            throw new UnreachableException("no connection to " + target.url() + ": " + e.getMessage(), e);
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private String head(Outgoing request, Set<String> omitted, Wire wire, int length) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        StringBuilder head = new StringBuilder(
                request.method() + " " + target.path() + query + (wire.http10() ? " HTTP/1.0" : " HTTP/1.1") + "\r\n");
        addAbsent(head, request, omitted, "Host", target.authority());
        addAbsent(head, request, omitted, "User-Agent", "weir-conformance");
        addAbsent(head, request, omitted, "Accept", "*/*");
        request.headers()
                .forEach(line -> head.append(line.name())
                        .append(": ")
                        .append(line.value())
                        .append("\r\n"));
        if (wire.gzip()) {
            addAbsent(head, request, omitted, "Content-Encoding", "gzip");
        }
        if (wire.expect()) {
            addAbsent(head, request, omitted, "Expect", "100-continue");
        }
        if (wire.chunks() != null) {
            addAbsent(head, request, omitted, "Transfer-Encoding", "chunked");
        } else if (length > 0 || !WITHOUT_BODY.contains(request.method())) {
            addAbsent(head, request, omitted, "Content-Length", Integer.toString(length));
        }
        addAbsent(head, request, omitted, "Connection", "close");
        return head.append("\r\n").toString();
    }

    private static void addAbsent(
            StringBuilder head, Outgoing request, Set<String> omitted, String name, String value) {
        boolean isThere = request.headers().stream().anyMatch(line -> line.is(name));
        if (!isThere && omitted.stream().noneMatch(name::equalsIgnoreCase)) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private void write(OutputStream out, byte[] body, Wire wire) throws IOException {
        int end = wire.breakAfter() == null ? body.length : Math.min(body.length, wire.breakAfter());
        if (wire.chunks() != null) {
            writeChunks(out, body, end, wire.chunks(), wire);
            return;
        }
        int size = Math.max(1, (end + wire.parts() - 1) / wire.parts());
        for (int at = 0; at < end; at += size) {
            if (at > 0) {
                rest(wire.pause());
            }
            out.write(body, at, Math.min(size, end - at));
            out.flush();
        }
    }

    private void writeChunks(OutputStream out, byte[] body, int end, List<Integer> sizes, Wire wire)
            throws IOException {
        int at = 0;
        for (int i = 0; at < end; i++) {
            if (at > 0) {
                rest(wire.pause());
            }
            int size = Math.min(i < sizes.size() ? sizes.get(i) : end, end - at);
            out.write((Integer.toHexString(size) + "\r\n").getBytes(ISO_8859_1));
            out.write(body, at, size);
            out.write("\r\n".getBytes(ISO_8859_1));
            out.flush();
            at += size;
        }
        if (wire.breakAfter() == null) {
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }
    }

    private void rest(Duration time) throws IOException {
        if (time.isZero()) {
            return;
        }
        try {
            pause.of(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
