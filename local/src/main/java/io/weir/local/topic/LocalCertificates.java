package io.weir.local.topic;

import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.sns.CertificateStore;
import java.io.IOException;
import java.net.URI;

/** Serves the certificate of this machine's topics, under a URL that no topic of AWS may name; all others come from elsewhere. */
public final class LocalCertificates implements DocumentFetcher {
    private final LocalTopic topic;
    private final DocumentFetcher others;

    public LocalCertificates(LocalTopic topic, DocumentFetcher others) {
        this.topic = topic;
        this.others = others;
    }

    @Override
    public byte[] fetch(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        if (!CertificateStore.LOCAL_HOST.equals(url.getHost())) {
            return others.fetch(url, maxBytes);
        }
        if (!url.equals(topic.certificateUrl())) {
            throw new DocumentRejectedException("not the certificate of this machine");
        }
        return topic.certificate();
    }
}
