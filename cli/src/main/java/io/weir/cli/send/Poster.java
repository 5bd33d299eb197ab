package io.weir.cli.send;

import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Posts requests. */
public final class Poster implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * Posts a body once.
     *
     * @throws ConfigurationException if the URL is none to post to, or a header cannot be sent
     * @throws UnreachableException if nobody answered
     */
    public HttpResponse<String> post(String url, Map<String, String> headers, byte[] body) throws IOException {
        URI target = target(url);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target).timeout(TIMEOUT).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> add(request, name, value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw new UnreachableException("no answer from " + url + ": " + why(target, e), e);
        }
    }

    private static void add(HttpRequest.Builder request, String name, String value) {
        try {
            request.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("the header " + name + " cannot be sent: " + e.getMessage());
        }
    }

    /** The URL, if one can post there. */
    private static URI target(String url) {
        try {
            URI target = new URI(url);
            boolean web = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
            if (web && target.getHost() != null && target.getPort() <= 65_535 && target.getPort() != 0) {
                return target;
            }
        } catch (URISyntaxException e) {
            // The error below.
        }
        throw new ConfigurationException("--to " + url + ": expected an absolute http or https URL");
    }

    private static String why(URI target, IOException fault) {
        if (hasCause(fault, UnresolvedAddressException.class)) {
            return "the host " + target.getHost() + " has no address";
        }
        return switch (fault) {
            case ConnectException e -> "the connection was refused; is weir running there?";
            case HttpConnectTimeoutException e -> "no connection within " + CONNECT.toSeconds() + " s";
            case HttpTimeoutException e -> "nothing came within " + TIMEOUT.toSeconds() + " s";
            case SSLException e -> "no TLS: " + e.getMessage();
            default -> fault.getMessage() == null ? "the connection broke off" : fault.getMessage();
        };
    }

    private static boolean hasCause(Throwable fault, Class<? extends Throwable> kind) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        http.close();
    }
}
