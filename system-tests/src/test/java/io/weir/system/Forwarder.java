package io.weir.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.weir.json.JsonException;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.CertificateStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands between LocalStack's topics and the door, as the HTTPS address that the topics deliver to. LocalStack signs as SNS does,
 * but with a certificate and URL of its own, which the strict verifier must refuse; so this checks LocalStack's signature with our
 * string to sign and signs the same message again, with a certificate of SNS's shape.
 */
final class Forwarder implements AutoCloseable {
    /** Where the certificate would lie: LocalStack's account is that of topics which are not on AWS. */
    static final String CERTIFICATE_NAME = "SimpleNotificationService-" + "0123456789abcdef".repeat(2) + ".pem";

    static final String CERTIFICATE_URL = "https://" + CertificateStore.LOCAL_HOST + "/" + CERTIFICATE_NAME;

    private static final char[] PASSWORD = "weir".toCharArray();

    /** What is done with a message that has been signed again. */
    interface Delivery {
        /** Returns the status that LocalStack is to see. */
        int post(String source, Map<String, String> headers, byte[] body) throws IOException;
    }

    private final TestCertificate certificate = TestCertificate.of(
            "CN=sns.amazonaws.com",
            "RSA",
            2048,
            Instant.now().minus(Duration.ofDays(1)),
            Instant.now().plus(Duration.ofDays(1)));
    private final List<String> versions = new CopyOnWriteArrayList<>();
    private final List<Exception> problems = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpsServer server;
    private volatile URI localStack = URI.create("http://127.0.0.1");
    private volatile Delivery delivery = (source, headers, body) -> 503;

    Forwarder() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, PASSWORD);
            keys.setKeyEntry(
                    "door", certificate.keys().getPrivate(), PASSWORD, new Certificate[] {certificate.certificate()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The certificate that lies in the bucket's cache, as one that was verified before would. */
    byte[] certificate() {
        return certificate.pem();
    }

    /** Signs as the certificate says. */
    KeyPair keys() {
        return certificate.keys();
    }

    /** From here on messages come from this LocalStack and go to this door. */
    void connect(URI from, Delivery to) {
        localStack = from;
        delivery = to;
    }

    /** Signature versions of the messages that LocalStack had truly signed. */
    List<String> versions() {
        return versions;
    }

    /** What went wrong here; empty if all is well. */
    List<Exception> problems() {
        return problems;
    }

    /**
     * Signs a message of LocalStack's again.
     *
     * @throws GeneralSecurityException if LocalStack has not signed it
     */
    byte[] signAgain(String json) throws IOException, GeneralSecurityException {
        try {
            TestMessage message = TestMessage.parse(json);
            URI url =
                    localStack.resolve(URI.create(message.get("SigningCertURL")).getPath());
            HttpResponse<InputStream> pem =
                    http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofInputStream());
            Certificate signer = CertificateFactory.getInstance("X.509").generateCertificate(pem.body());
            if (!message.isSignedBy(signer.getPublicKey())) {
                throw new GeneralSecurityException(
                        "LocalStack's signature is not of what we sign: " + message.get("Type"));
            }
            versions.add(message.get("SignatureVersion"));
            return message.with("SigningCertURL", CERTIFICATE_URL)
                    .sign(certificate.keys())
                    .json()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonException e) {
            throw new GeneralSecurityException("not a message of SNS: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        int status;
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                Map<String, String> headers = new LinkedHashMap<>();
                exchange.getRequestHeaders().forEach((name, values) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (lower.startsWith("x-amz-") || lower.equals("content-type")) {
                        headers.put(lower, values.getFirst());
                    }
                });
                String source = exchange.getRequestURI().getPath().substring(1);
                status = delivery.post(source, headers, signAgain(body));
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                problems.add(e);
                status = 500;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
