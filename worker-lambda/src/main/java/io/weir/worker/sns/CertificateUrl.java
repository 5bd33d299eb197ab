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

    private static final String GLOBAL_SUBJECT = "sns.amazonaws.com";

    /** Regions whose certificates are of {@code sns-signing.<region>.<suffix>}. This and the next: as the AWS SDK has them. */
    private static final Set<String> OWN_SUBJECT = Set.of(
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-south-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-west-1",
            "eu-central-2",
            "eu-isoe-west-1",
            "eu-south-1",
            "eu-south-2",
            "eusc-de-east-1",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "us-isof-east-1",
            "us-isof-south-1");

    private static final Map<String, String> OTHER_SUBJECTS = Map.of(
            "cn-north-1", "sns-cn-north-1.amazonaws.com.cn",
            "cn-northwest-1", "sns-cn-northwest-1.amazonaws.com.cn",
            "us-gov-east-1", "sns-us-gov-west-1.amazonaws.com",
            "us-gov-west-1", "sns-us-gov-west-1.amazonaws.com",
            "us-iso-east-1", "sns-us-iso-east-1.c2s.ic.gov",
            "us-isob-east-1", "sns-us-isob-east-1.sc2s.sgov.gov");

    /** The SNS host of a topic's region. */
    private record Host(String region, Set<String> subjects, String beginning) {}

    private static final Host LOCAL =
            new Host("local", Set.of(GLOBAL_SUBJECT), "https://" + CertificateStore.LOCAL_HOST + NAME);

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
        String domain = "sns." + region + "." + partition.dnsSuffix();
        Host host = new Host(region, subjects(region, domain, partition.dnsSuffix()), "https://" + domain + NAME);
        if (HOSTS.size() < MAX_HOSTS) {
            HOSTS.put(topicArn, host);
        }
        return host;
    }

    /**
     * The names by which SNS signs in a region; that of its host is one everywhere. A region that the SDK does not know yet
     * may sign by the name of its partition, as the SDK expects, or by its own, as every region does that was opened since
     * 2019.
     *
     * @see <a href="https://github.com/aws/aws-sdk-java-v2/tree/master/services-custom/sns-message-manager">the SDK's
     *     SnsHostProvider</a>
     */
    private static Set<String> subjects(String region, String domain, String suffix) {
        String own = "sns-signing." + region + "." + suffix;
        if (OWN_SUBJECT.contains(region)) {
            return Set.of(domain, own);
        }
        String other = OTHER_SUBJECTS.get(region);
        if (other != null) {
            return Set.of(domain, other);
        }
        return Region.regions().contains(Region.of(region))
                ? Set.of(domain, GLOBAL_SUBJECT)
                : Set.of(domain, own, "sns." + suffix);
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
