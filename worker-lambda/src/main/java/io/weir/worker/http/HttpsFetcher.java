package io.weir.worker.http;

import io.weir.envelope.HttpStatus;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches certificates and key sets over HTTPS: no redirects, a limit of size, and a limit for the whole answer, however slow. */
public final class HttpsFetcher implements DocumentFetcher {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Duration whole;

    public HttpsFetcher() {
        this(client().build(), WHOLE);
    }

    /**
     * Fetches by a client with other trust or a proxy.
     *
     * @param http must not follow redirects
     * @param whole limit for the whole answer
     */
    public HttpsFetcher(HttpClient http, Duration whole) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("nothing to verify by is fetched from where a redirect points");
        }
        this.http = http;
        this.whole = whole;
    }

    /** The settings that make a fetch safe. */
    public static HttpClient.Builder client() {
        return HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
    }

    @Override
    public byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(whole).build();
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(
                request, info -> info.statusCode() == 200 ? new CappedBody(maxBytes) : CappedBody.none());
        try {
            return body(response.get(whole.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + whole.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("no time left for the fetch");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CappedBody.TooLargeException) {
                throw new DocumentRejectedException("longer than " + maxBytes + " bytes");
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            response.cancel(true);
        }
    }

    /** What may pass is a fault of the host; any other answer is final. */
    private static byte[] body(HttpResponse<byte[]> response) throws IOException, DocumentRejectedException {
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        if (HttpStatus.mayPassLater(status)) {
            throw new IOException("the host answered " + status);
        }
        throw new DocumentRejectedException("the host answered " + status);
    }
}
