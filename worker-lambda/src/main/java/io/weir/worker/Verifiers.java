package io.weir.worker;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.SnsScheme;
import io.weir.envelope.source.Source;
import io.weir.worker.hmac.HmacVerifier;
import io.weir.worker.record.Opened;
import io.weir.worker.sns.SnsVerifier;
import io.weir.worker.verify.Verification;
import java.nio.charset.StandardCharsets;

/** Picks the verifier of a source's scheme. Thread-safe. */
final class Verifiers {
    private final SnsVerifier sns;
    private final HmacVerifier hmac;
    private final Replays replays;

    Verifiers(SnsVerifier sns, HmacVerifier hmac, Replays replays) {
        this.sns = sns;
        this.hmac = hmac;
        this.replays = replays;
    }

    /** Verifies what an operator has sent again, by its voucher alone. */
    Replays.Verdict verify(Opened.Replay replay) {
        return replays.verify(replay);
    }

    Verification verify(ReceivedRequest request, Source source) {
        return switch (source.scheme()) {
            case SnsScheme scheme -> sns.verify(request, source);
            case HmacScheme scheme -> hmac.verify(request, source);
        };
    }

    /**
     * Verifies a message that SNS itself put on the queue, for a source that lists its topic.
     *
     * @param bare whether it has no message attributes, as one that SNS put in its envelope
     */
    Verification verifyQueued(String body, boolean bare, Source source) {
        return sns.verifyAtOwnTime(body.getBytes(StandardCharsets.UTF_8), bare, source);
    }
}
