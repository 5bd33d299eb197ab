package io.weir.cli.conformance.sns;

import io.weir.envelope.HttpStatus;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Asks the tool for certificates where a receiver would ask the internet, and follows no redirect. */
public final class AskingFetcher implements DocumentFetcher, AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    /** @param port of the tool, on loopback */
    public AskingFetcher(int port) {
        this.port = port;
    }

    @Override
    public byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        HttpResponse<byte[]> response = get(url.toString());
        if (response.statusCode() == 200 && response.body().length <= maxBytes) {
            return response.body();
        }
        if (HttpStatus.mayPassLater(response.statusCode())) {
            throw new IOException("the host answered " + response.statusCode());
        }
        throw new DocumentRejectedException("the host answered " + response.statusCode());
    }

    /** What the tool answers for a URL. */
    HttpResponse<byte[]> get(String url) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?url="
                                    + URLEncoder.encode(url, StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
