package io.weir.worker.sns;

import io.weir.action.RetryLaterException;
import io.weir.envelope.BucketKeys;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.fetch.Document;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.fetch.Documents;
import io.weir.worker.fetch.FetchBudget;
import io.weir.worker.fetch.Keeping;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of SNS by URL: in memory, then in the bucket under {@code certificates/}, then from SNS. A verified one
 * is kept in both, so that neither a cold start nor an outage of either place nor a URL that is gone holds genuine
 * messages up. Thread-safe.
 */
public final class CertificateStore {
    /** A certificate of SNS has 2 KB. */
    public static final int MAX_BYTES = 16 * 1024;

    /** Where certificates of this machine's topics lie, which no topic of AWS may name. The name resolves nowhere. */
    public static final String LOCAL_HOST = "sns.local.invalid";

    static final int FETCHES_PER_MINUTE = FetchBudget.PER_MINUTE;
    static final Duration KEPT = Duration.ofHours(24);
    static final Duration REJECTION_KEPT = Duration.ofMinutes(5);
    static final Duration FAULT_KEPT = Duration.ofSeconds(5);

    private final Bucket bucket;
    private final Documents<SigningCertificate> certificates;

    public CertificateStore(DocumentFetcher fetcher, Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.certificates = new Documents<>(
                fetcher, new Keeping("certificate", KEPT, REJECTION_KEPT, FAULT_KEPT, REJECTION_KEPT), clock);
    }

    /**
     * The certificate behind a URL. Not yet checked against any time.
     *
     * @param source whose message names it: fetches are shared between sources
     * @throws DocumentRejectedException if what lies there is no certificate of SNS
     * @throws RetryLaterException if too many were fetched in this minute, with the time to wait
     * @throws IOException if it cannot be had now
     */
    SigningCertificate get(CertificateUrl url, String source) throws IOException, DocumentRejectedException {
        return certificates.get(new Certificate(url, bucket), source).document();
    }

    private record Certificate(CertificateUrl at, Bucket bucket) implements Document<SigningCertificate> {
        @Override
        public String url() {
            return at.text();
        }

        @Override
        public int maxBytes() {
            return MAX_BYTES;
        }

        @Override
        public SigningCertificate parse(byte[] pem) throws DocumentRejectedException {
            return SigningCertificate.parse(pem, at.subjects());
        }

        @Override
        public byte @Nullable [] copy() throws IOException {
            return bucket.get(key());
        }

        @Override
        public void keep(byte[] pem) throws IOException {
            bucket.put(key(), pem, "application/x-pem-file", Map.of());
        }

        private String key() {
            return BucketKeys.CERTIFICATES + at.region() + "/" + at.fileName();
        }
    }
}
