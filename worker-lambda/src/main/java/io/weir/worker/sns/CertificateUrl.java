package io.weir.worker.sns;

import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The one place where a certificate of SNS may lie: the SNS host of the topic's own region, whole string, before any
 * fetch. It is built from the TopicArn and compared; the URL in the message is never taken apart.
 *
 * @param text where to fetch, whole
 * @param region the topic's region, or {@code local} for topics of this machine
 * @param subjects the common names of which a certificate there has one
 */
record CertificateUrl(String text, String region, Set<String> subjects) {
    private static final String NAME = "/SimpleNotificationService-";
    private static final String EXTENSION = ".pem";
    private static final int HEX_DIGITS = 32;

    /** No account of AWS. Its topics are those of this machine, and nobody else's message may name their certificate. */
    private static final String LOCAL_ACCOUNT = "000000000000";

    /** The SNS host of a topic's region. */
    private record Host(String region, Set<String> subjects, String beginning) {}

    private static final Host LOCAL =
            new Host("local", Set.of(SigningNames.GLOBAL), "https://" + CertificateStore.LOCAL_HOST + NAME);

    /** By TopicArn, bounded: the SDK matches patterns to find a partition, a tenth of a whole verification. */
    private static final Map<String, Host> HOSTS = new ConcurrentHashMap<>();

    private static final int MAX_HOSTS = 256;

    /**
     * Checks a URL from a message.
     *
     * @param topicArn a topic that the source lists
     * @throws RejectionException {@code certificate-url} if it is any other string
     */
    static CertificateUrl of(String url, String topicArn) throws RejectionException {
        Host host = host(topicArn);
        if (host != null
                && url.length() == host.beginning.length() + HEX_DIGITS + EXTENSION.length()
                && url.startsWith(host.beginning)
                && url.endsWith(EXTENSION)
                && isLowerHex(url, host.beginning.length(), host.beginning.length() + HEX_DIGITS)) {
            return new CertificateUrl(url, host.region, host.subjects);
        }
        throw new RejectionException(
                Reason.CERTIFICATE_URL, "the certificate's URL is not one of SNS in the topic's region");
    }

    /** The last segment of the path: what the certificate's file is called. */
    String fileName() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /**
     * The SNS host of a topic's region, or null if the region is none of the partition. Partitions, their suffixes and the
     * form of their regions' names come from the SDK, so a new region needs no change here.
     */
    private static @Nullable Host host(String topicArn) {
        Host known = HOSTS.get(topicArn);
        if (known != null) {
            return known;
        }
        String[] arn = topicArn.split(":", -1);
        if (arn.length != 6 || arn[3].isEmpty()) {
            return null;
        }
        if (arn[4].equals(LOCAL_ACCOUNT)) {
            return LOCAL;
        }
        String region = arn[3];
        PartitionMetadata partition = PartitionMetadata.of(Region.of(region));
        if (!partition.id().equals(arn[1]) || !region.matches(partition.regionRegex())) {
            return null;
        }
        Host host = new Host(region, SigningNames.of(region), "https://" + SigningNames.host(region) + NAME);
        if (HOSTS.size() < MAX_HOSTS) {
            HOSTS.put(topicArn, host);
        }
        return host;
    }

    URI uri() {
        return URI.create(text);
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
