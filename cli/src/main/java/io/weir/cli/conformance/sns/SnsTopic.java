package io.weir.cli.conformance.sns;

import io.weir.worker.sns.SigningNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topic that the receiver knows.
 *
 * @param arn its TopicArn
 * @param region where it is
 * @param host of SNS in that region
 */
record SnsTopic(String arn, String region, String host) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    /**
     * The topic of an ARN.
     *
     * @throws IllegalArgumentException if it is none of a topic
     */
    static SnsTopic of(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected a TopicArn, such as arn:aws:sns:us-east-1:123456789012:name");
        }
        String region = parts.group(1);
        return new SnsTopic(arn, region, SigningNames.host(region));
    }

    /** The common name of the certificates of its region. */
    String commonName() {
        return SigningNames.commonName(region);
    }
}
