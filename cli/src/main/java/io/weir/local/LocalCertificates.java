package io.weir.local;

import io.weir.worker.verify.CertificateFetcher;
import io.weir.worker.verify.CertificateRejectedException;
import java.io.IOException;
import java.net.URI;

/** Serves the certificate of this machine's topics; all others come from elsewhere. */
final class LocalCertificates implements CertificateFetcher {
    private final LocalTopic topic;
    private final CertificateFetcher others;

    LocalCertificates(LocalTopic topic, CertificateFetcher others) {
        this.topic = topic;
        this.others = others;
    }

    @Override
    public byte[] fetch(URI url) throws IOException, CertificateRejectedException {
        return url.equals(topic.certificateUrl()) ? topic.certificate() : others.fetch(url);
    }
}
