package io.weir.priming;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands in for AWS while a function is primed: answers on 127.0.0.1 by TLS, so that clients load and run everything that a request
 * needs, and nothing leaves the machine. Its certificate is trusted by who asks for {@link #trust()} alone. Thread-safe.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final int MAX_HEAD = 64 * 1024;

    /**
     * What a client sent.
     *
     * @param line method, path and version
     * @param headers by lower-case name
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Request(String line, Map<String, String> headers, byte[] body) {}

    private final ServerSocket server;
    private final TrustManager[] trust;
    private final Function<Request, String> answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LoopbackServer(ServerSocket server, TrustManager[] trust, Function<Request, String> answers) {
        this.server = server;
        this.trust = trust;
        this.answers = answers;
    }

    /**
     * Starts a server on a free port.
     *
     * @param answers the body of the answer to a request, which is always a 200; may be empty
     * @throws IOException if there is no port, or no TLS
     */
    public static LoopbackServer start(Function<Request, String> answers) throws IOException {
        try {
            KeyStore store = LoopbackCertificate.create(Clock.systemUTC());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(store));
            ServerSocket socket = context.getServerSocketFactory()
                    .createServerSocket(0, 0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            LoopbackServer started = new LoopbackServer(socket, trust.getTrustManagers(), answers);
            Thread.ofVirtual().name("loopback").start(started::accept);
            return started;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS on the loopback address", e);
        }
    }

    /** The certificate alone, as one that is trusted. */
    private static KeyStore store(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("loopback", keys.getCertificate("loopback"));
        return trusted;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    /** What makes a client trust this server, and nobody else. */
    public TrustManager[] trust() {
        return trust.clone();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("loopback").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream input = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                String head = head(input);
                if (head.isEmpty()) {
                    return;
                }
                answer(socket, request(head, input, socket));
            }
        } catch (IOException e) {
            // The client sees a connection that ends, and says so.
        } finally {
            open.remove(socket);
        }
    }

    private static Request request(String head, InputStream input, Socket socket) throws IOException {
        String[] lines = head.split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        if (headers.containsKey("expect")) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(lines[0], headers, input.readNBytes(length));
    }

    private void answer(Socket socket, Request request) throws IOException {
        byte[] body = answers.apply(request).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\netag: \"0\"\r\ncontent-length: "
                + body.length + "\r\n\r\n";
        byte[] bytes = (head + new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(bytes);
    }

    /** All up to the empty line; empty if the client sends no more. */
    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int b = input.read();
            if (b < 0 && head.isEmpty()) {
                return "";
            }
            if (b < 0 || head.length() >= MAX_HEAD) {
                throw new EOFException("no whole head");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** Ends all connections; none is left when a snapshot is taken. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
