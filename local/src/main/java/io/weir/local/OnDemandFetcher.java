package io.weir.local;

import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.http.HttpsFetcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes its client when a certificate is first fetched: TLS is a tenth of a start, and most machines never fetch one. Thread-safe. */
final class OnDemandFetcher implements DocumentFetcher, AutoCloseable {
    private static final Duration WHOLE = Duration.ofSeconds(5);

    private @Nullable HttpClient client;
    private boolean isClosed;

    @Override
    public byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        return new HttpsFetcher(client(), WHOLE).fetch(url, maxBytes);
    }

    private synchronized HttpClient client() throws IOException {
        if (isClosed) {
            throw new IOException("no certificate is fetched any more: weir ends");
        }
        if (client == null) {
            client = HttpsFetcher.client().build();
        }
        return client;
    }

    @Override
    public void close() {
        HttpClient made;
        synchronized (this) {
            isClosed = true;
            made = client;
        }
        if (made != null) {
            made.close();
        }
    }
}
