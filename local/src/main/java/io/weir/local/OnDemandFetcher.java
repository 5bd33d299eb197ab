package io.weir.local;

import io.weir.worker.http.HttpsCertificateFetcher;
import io.weir.worker.sns.CertificateFetcher;
import io.weir.worker.sns.CertificateRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes its client when a certificate is first fetched: TLS is a tenth of a start, and most machines never fetch one. Thread-safe. */
final class OnDemandFetcher implements CertificateFetcher, AutoCloseable {
    private static final Duration WHOLE = Duration.ofSeconds(5);

    private @Nullable HttpClient client;
    private boolean isClosed;

    @Override
    public byte[] fetch(URI url) throws IOException, CertificateRejectedException {
        return new HttpsCertificateFetcher(client(), WHOLE).fetch(url);
    }

    private synchronized HttpClient client() throws IOException {
        if (isClosed) {
            throw new IOException("no certificate is fetched any more: weir ends");
        }
        if (client == null) {
            client = HttpsCertificateFetcher.client().build();
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
