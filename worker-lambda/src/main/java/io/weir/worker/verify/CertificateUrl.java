package io.weir.worker.verify;

import java.net.URI;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The one place where a certificate of SNS may lie: the SNS host of the topic's own region, whole string, before any
 * fetch. It is built from the TopicArn and compared; the URL in the message is never taken apart.
 *
 * @param url where to fetch
 * @param region the topic's region
 * @param domain the region's own host, {@code sns.us-east-1.amazonaws.com}
 */
record CertificateUrl(URI url, String region, String domain) {
    private static final String NAME = "/SimpleNotificationService-";
    private static final String EXTENSION = ".pem";
    private static final int HEX_DIGITS = 32;

    /**
     * Checks a URL from a message.
     *
     * @param topicArn a topic that the source lists
     * @throws RejectionException {@code certificate-url} if it is any other string
     */
    static CertificateUrl of(String url, String topicArn) throws RejectionException {
        String[] arn = topicArn.split(":", -1);
        if (arn.length == 6 && !arn[3].isEmpty() && isRegionOf(arn[1], arn[3])) {
            String domain = "sns." + arn[3] + "."
                    + PartitionMetadata.of(Region.of(arn[3])).dnsSuffix();
            String beginning = "https://" + domain + NAME;
            if (url.length() == beginning.length() + HEX_DIGITS + EXTENSION.length()
                    && url.startsWith(beginning)
                    && url.endsWith(EXTENSION)
                    && isLowerHex(url, beginning.length(), beginning.length() + HEX_DIGITS)) {
                return new CertificateUrl(URI.create(url), arn[3], domain);
            }
        }
        throw new RejectionException(
                Reason.CERTIFICATE_URL, "the certificate's URL is not one of SNS in the topic's region");
    }

    /** The last segment of the path: what the certificate's file is called. */
    String fileName() {
        return url.getPath().substring(1);
    }

    /** Partitions and the form of their regions' names come from the SDK, so a new region needs no change here. */
    private static boolean isRegionOf(String partition, String region) {
        PartitionMetadata metadata = PartitionMetadata.of(Region.of(region));
        return metadata.id().equals(partition) && region.matches(metadata.regionRegex());
    }

    private static boolean isLowerHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
