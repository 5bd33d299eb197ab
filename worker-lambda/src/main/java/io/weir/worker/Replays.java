package io.weir.worker;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Voucher;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.ClaimKey;
import io.weir.verify.Claimable;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.verify.VouchedRequest;
import io.weir.verify.secret.Secrets;
import io.weir.worker.record.Opened;
import io.weir.worker.sns.SnsVerifier;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator has sent again. The voucher is its proof, instead of the sender's signature: that may be stale by
 * now, or of a secret that has been rotated since. Thread-safe.
 */
final class Replays {
    private final Secrets secrets;
    private final @Nullable SecretReference key;

    /** @param key the deployment's operator key, or null: then nothing is replayed */
    Replays(Secrets secrets, @Nullable SecretReference key) {
        this.secrets = secrets;
        this.key = key;
    }

    /**
     * The verdict.
     *
     * @param voucher what is wanted, if anything is
     * @param senderId the id by which the sender knows the event, which has another one here
     */
    record Verdict(Verification verification, @Nullable Voucher voucher, String senderId) {}

    /** Verifies a replay's voucher, and reads its event without its signature. */
    Verdict verify(Opened.Replay replay) {
        try {
            Voucher voucher = proven(replay);
            Event before = event(replay.request(), replay.source(), voucher);
            String id = String.valueOf(replay.request().id());
            String key = ClaimKey.of("replay", before.source()).with(id).hex();
            Verification again = new Verification.Genuine(anew(before, id, key), new Claimable(key, "", null, null), 0);
            return new Verdict(again, voucher, before.id());
        } catch (RejectionException e) {
            return new Verdict(e.toVerification(), null, "");
        } catch (IOException e) {
            return new Verdict(new Verification.Undecided(Reason.VOUCHER, e), null, "");
        }
    }

    private Voucher proven(Opened.Replay replay) throws RejectionException, IOException {
        if (key == null) {
            throw new RejectionException(Reason.VOUCHER, "there is no operator key: see WEIR_OPERATOR_KEY");
        }
        Voucher voucher = Voucher.parse(replay.voucher());
        String id = replay.request().id();
        if (voucher == null || id == null) {
            throw new RejectionException(Reason.VOUCHER, "it is not written as an operator's voucher is");
        }
        if (isProven(voucher, id, replay.request(), false) || isProven(voucher, id, replay.request(), true)) {
            return voucher;
        }
        throw new RejectionException(Reason.VOUCHER, "the operator key did not make it for this request");
    }

    /** By any of the keys, so that the key can be rotated. */
    private boolean isProven(Voucher voucher, String id, ReceivedRequest request, boolean fresh) throws IOException {
        boolean proven = false;
        for (byte[] secret : secrets.get(Objects.requireNonNull(key), fresh).secrets()) {
            proven |= voucher.vouchesFor(secret, id, request);
        }
        return proven;
    }

    /** The event as it was. One without an id is called as the request was. */
    private static Event event(ReceivedRequest request, Source source, Voucher voucher) throws RejectionException {
        return switch (source.scheme()) {
            case WebhookScheme scheme -> VouchedRequest.read(request, scheme, voucher.of());
            case SnsScheme scheme -> SnsVerifier.readVouched(request, source);
        };
    }

    /** Under an id and a key of its own: whoever keeps events by either keeps this one beside the first. */
    private static Event anew(Event event, String id, String key) {
        return new Event(
                event.source(),
                event.id() + "~" + id,
                event.idSigned(),
                event.type(),
                event.typeSigned(),
                event.receivedAt(),
                event.contentType(),
                event.headers(),
                event.body(),
                event.sns(),
                key);
    }
}
