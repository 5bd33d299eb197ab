package io.weir.verify;

import java.util.Locale;

/** Why a request is not proven genuine. Printed in lower case with dashes. */
public enum Reason {
    /** Not the JSON, header or field that the scheme demands. */
    MALFORMED,
    /** No signature at all: raw delivery, or the header is missing. */
    UNSIGNED,
    /** A signature version that does not exist. */
    SIGNATURE_VERSION,
    /** The topic is not on the source's list. */
    TOPIC,
    /** The certificate's URL is not one of SNS in the topic's region. */
    CERTIFICATE_URL,
    /** What lies behind the certificate's URL is not a certificate of SNS valid at the time; or it cannot be had. */
    CERTIFICATE,
    /** The signature does not match. */
    SIGNATURE,
    /** A header says something else than the signed body. */
    HEADER_MISMATCH,
    /** Too old, or too far in the future, when it was received. */
    STALE,
    /** The secret or the keys cannot be had, or may have been others when the request was received. Only undecided. */
    SECRET,
    /** No event but a handshake, which the door has answered: kept, since it tells the operator a secret. */
    HANDSHAKE,
    /** A replay whose voucher the operator key did not make, or there is no such key. */
    VOUCHER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
