package io.weir.local.topic;

import io.weir.worker.sns.CertificateFetcher;
import io.weir.worker.sns.CertificateRejectedException;
import java.io.IOException;
import java.net.URI;

/** Serves the certificate of this machine's topics; all others come from elsewhere. */
public final class LocalCertificates implements CertificateFetcher {
    private final LocalTopic topic;
    private final CertificateFetcher others;

    public LocalCertificates(LocalTopic topic, CertificateFetcher others) {
        this.topic = topic;
        this.others = others;
    }

    @Override
    public byte[] fetch(URI url) throws IOException, CertificateRejectedException {
        return url.equals(topic.certificateUrl()) ? topic.certificate() : others.fetch(url);
    }
}
