package io.weir.local.sqs.rules;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names, URLs and ARNs of the queues of this machine. */
public final class SqsNames {
    public static final String ACCOUNT = "000000000000";

    private static final String REGION = "us-east-1";
    private static final String URL = "http://weir.local/" + ACCOUNT + "/";
    private static final String ARN = "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo");

    private SqsNames() {}

    public static String check(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw SqsErrors.invalidParameter(
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
        }
        return name;
    }

    public static String url(String name) {
        return URL + name;
    }

    public static String arn(String name) {
        return ARN + name;
    }

    public static String nameOfUrl(@Nullable String url) {
        if (url == null || !url.startsWith(URL)) {
            throw SqsErrors.noSuchQueue();
        }
        return url.substring(URL.length());
    }

    public static String nameOfArn(@Nullable String arn) {
        if (arn == null || !arn.startsWith(ARN)) {
            throw SqsErrors.invalidParameter("not the ARN of a queue of this machine");
        }
        return arn.substring(ARN.length());
    }
}
