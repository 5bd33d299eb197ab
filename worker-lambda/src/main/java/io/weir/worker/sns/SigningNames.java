package io.weir.worker.sns;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** By which names SNS signs: the hosts of its regions, and the common names of the certificates that lie there. */
public final class SigningNames {
    static final String GLOBAL = "sns.amazonaws.com";

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

    private SigningNames() {}

    /** The host of SNS in a region. */
    public static String host(String region) {
        return "sns." + region + "." + suffix(region);
    }

    /** The common name that the certificate of a region has, as far as the AWS SDK knows. */
    public static String commonName(String region) {
        return OWN_SUBJECT.contains(region)
                ? own(region)
                : OTHER_SUBJECTS.getOrDefault(region, isKnown(region) ? GLOBAL : "sns." + suffix(region));
    }

    /**
     * Each common name that a certificate may have there; that of its host is one everywhere. A region that the SDK does not
     * know yet may sign by the name of its partition, as the SDK expects, or by its own, as every region does that was opened
     * since 2019.
     *
     * @see <a href="https://github.com/aws/aws-sdk-java-v2/tree/master/services-custom/sns-message-manager">the SDK's
     *     SnsHostProvider</a>
     */
    static Set<String> of(String region) {
        return isKnown(region) || OWN_SUBJECT.contains(region) || OTHER_SUBJECTS.containsKey(region)
                ? Set.of(host(region), commonName(region))
                : Set.of(host(region), own(region), commonName(region));
    }

    private static boolean isKnown(String region) {
        return Region.regions().contains(Region.of(region));
    }

    private static String own(String region) {
        return "sns-signing." + region + "." + suffix(region);
    }

    private static String suffix(String region) {
        return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }
}
