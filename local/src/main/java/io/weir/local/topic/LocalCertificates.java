package io.weir.local.topic;

import io.weir.worker.sns.CertificateFetcher;
import io.weir.worker.sns.CertificateRejectedException;
import java.io.IOException;
import java.net.URI;

/** Serves the certificate of this machine's topics, under a URL that no topic of AWS may name; all others come from elsewhere. */
public final class LocalCertificates implements CertificateFetcher {
    private final LocalTopic topic;
    private final CertificateFetcher others;

    public LocalCertificates(LocalTopic topic, CertificateFetcher others) {
        this.topic = topic;
        this.others = others;
    }

    @Override
    public byte[] fetch(URI url) throws IOException, CertificateRejectedException {
        if (!CertificateFetcher.LOCAL_HOST.equals(url.getHost())) {
            return others.fetch(url);
        }
        if (!url.equals(topic.certificateUrl())) {
            throw new CertificateRejectedException("not the certificate of this machine");
        }
        return topic.certificate();
    }
}
