package io.weir.worker.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands where the whole internet is: a proxy on loopback to which the client under test must connect for every request,
 * and behind it an HTTPS server that answers for the SNS host of us-east-1. It records every request that leaves, to
 * whatever host.
 */
public final class RecordingHost implements AutoCloseable {
    /** Answers one request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static final char[] PASSWORD = "test".toCharArray();

    private static final TestCertificate TLS = TestCertificate.of(
            "CN=sns.us-east-1.amazonaws.com", "RSA", 2048, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    private final HttpsServer server;
    private final ServerSocket proxy;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    public RecordingHost() {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
            proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::acceptUntilClosed);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every request that left, as method and URL. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What is answered under a path; 404 under all others. */
    public void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    public void answer(String path, int status, byte[] body) {
        answer(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** Routes the requests of a client here. */
    public HttpClient client(HttpClient.Builder builder) {
        return builder.proxy(ProxySelector.of((InetSocketAddress) proxy.getLocalSocketAddress()))
                .sslContext(clientContext())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " https://"
                + exchange.getRequestHeaders().getFirst("host") + exchange.getRequestURI());
        Answer answer = answers.get(exchange.getRequestURI().getPath());
        if (answer == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        } else {
            answer.to(exchange);
        }
    }

    private void acceptUntilClosed() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Thread.ofVirtual().start(() -> tunnel(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** {@code CONNECT host:443}: any host ends at our server, and a foreign one is recorded even if TLS then fails. */
    private void tunnel(Socket client) {
        try (client;
                Socket upstream = new Socket(
                        InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            String head = readHead(client.getInputStream());
            if (!head.startsWith("CONNECT sns.us-east-1.amazonaws.com:443 ")) {
                requests.add(head.lines().findFirst().orElse(""));
                return;
            }
            client.getOutputStream().write("HTTP/1.1 200 ok\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> copy(upstream, client));
            copy(client, upstream);
            back.join();
        } catch (IOException e) {
            // The client went away, or the test made it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readHead(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = input.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream output = to.getOutputStream();
            from.getInputStream().transferTo(output);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side closed; the other follows.
        }
    }

    private SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("tls", TLS.keys().getPrivate(), PASSWORD, new Certificate[] {TLS.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("tls", TLS.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        try {
            proxy.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
