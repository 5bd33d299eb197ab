package io.weir.cli.conformance.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What lies where a message of SNS says that its certificate is. Each is written as its name, in small letters with {@code -}. */
public enum SnsCertificate {
    GENUINE,
    /** Of 1024 bit, as SNS had them until 2014. */
    RSA_1024,
    /** Of the host of the topic's region. */
    SUBJECT_OF_THE_HOST,
    EXPIRED,
    NOT_YET_VALID,
    OTHER_SUBJECT,
    SUBJECT_OF_ANOTHER_REGION,
    SUBJECT_WITH_THE_NAME_IN_FRONT,
    SUBJECT_WITH_THE_NAME_BEHIND,
    NAME_OF_AN_ORGANISATION,
    NAME_INSIDE_ANOTHER_NAME,
    TWO_NAMES,
    MULTI_VALUED_NAME,
    EC,
    RSA_512,
    /** That of the sender, and behind it that of somebody else. */
    TWO,
    /** Behind 1 MiB of text. */
    HUGE,
    /** Not PEM, but the bytes of it. */
    DER,
    BROKEN,
    HTML,
    EMPTY,
    /** To where the certificate is. */
    REDIRECT,
    STATUS_404,
    STATUS_429,
    STATUS_500,
    /** The host goes away without an answer. */
    RESET;

    static final Map<String, SnsCertificate> SPELLINGS =
            Arrays.stream(values()).collect(Collectors.toMap(SnsCertificate::text, Function.identity()));

    /** As a case's file writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-').replace("status-", "");
    }
}
