package io.weir.verify.secret;

import io.weir.action.RetryLaterException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.io.IOException;
import java.time.Duration;
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
        return verdict(receivedAt, "secret", tried.readAt(), tried.unchangedSince(), Secrets.REFRESH_INTERVAL);
    }

    /**
     * The same, of keys that come from elsewhere.
     *
     * @param noun what each of them is called
     * @param readAt when they were read, at the latest
     * @param unchangedSince since when they have been these very ones
     * @param refreshed how long to wait before they are read anew
     */
    public static Verification verdict(
            Instant receivedAt, String noun, Instant readAt, Instant unchangedSince, Duration refreshed) {
        if (readAt.isBefore(receivedAt)) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new RetryLaterException(
                            "no " + noun + " matches, but they were read before the request came", refreshed));
        }
        if (receivedAt.isBefore(unchangedSince)) {
            return new Verification.Undecided(
                    Reason.SECRET,
                    new IOException("no " + noun + " matches, but they have changed since the request was received"));
        }
        return new Verification.Rejected(Reason.SIGNATURE, "no " + noun + " matches");
    }

    /**
     * Whether nothing matched, and it is open only because the secrets were read some seconds before the request came. Whoever tells
     * the sender so may take it for a mismatch: the sender will try again.
     */
    public static boolean isMiss(Verification.Undecided undecided) {
        return undecided.fault() instanceof RetryLaterException;
    }
}
