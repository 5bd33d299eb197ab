package io.weir.verify.secret;

import io.weir.action.RetryLaterException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.io.IOException;
import java.time.Instant;

/** What it means that no secret matches. */
public final class MissedSecret {
    private MissedSecret() {}

    /**
     * A mismatch is a verdict only if every secret was tried that may have been in use when the request was received. One
     * that was rotated in meanwhile may not be among them, nor one that has been rotated away since.
     *
     * @param tried the secrets that were tried last, read past the cache
     */
    public static Verification verdict(Instant receivedAt, SecretSet tried) {
        if (tried.readAt().isBefore(receivedAt)) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new RetryLaterException(
                            "no secret matches, but they were read before the request came", Secrets.REFRESH_INTERVAL));
        }
        if (receivedAt.isBefore(tried.unchangedSince())) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new IOException("no secret matches, but they have changed since the request was received"));
        }
        return new Verification.Rejected(Reason.SIGNATURE, "no secret matches");
    }

    /**
     * Whether nothing matched, and it is open only because the secrets were read some seconds before the request came. Whoever tells
     * the sender so may take it for a mismatch: the sender will try again.
     */
    public static boolean isMiss(Verification.Undecided undecided) {
        return undecided.fault() instanceof RetryLaterException;
    }
}
