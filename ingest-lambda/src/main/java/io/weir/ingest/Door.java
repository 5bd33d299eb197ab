package io.weir.ingest;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.HandshakeRule;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.secret.Proofs;
import io.weir.ingest.secret.Proofs.Finding;
import io.weir.ingest.secret.Proofs.Verdict;
import io.weir.verify.Reason;
import io.weir.verify.handshake.HandshakeRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to answer. 200 only after the queue, or failing that the bucket, has taken the request. SNS never repeats
 * what was answered with 4xx, so a fault that may pass is answered with 5xx. Thread-safe.
 */
final class Door {
    private final RequestIds ids = new RequestIds();
    private final Sources sources;
    private final Queue queue;
    private final @Nullable Inbox inbox;
    private final @Nullable PublicUrl url;
    private final @Nullable TrustedOrigin origin;
    private final Proofs proofs;
    private final Clock clock;
    private final Duration answerTime;

    /**
     * A door to queue and bucket.
     *
     * @param url the deployment's own, or null
     * @param origin what alone may speak to the door, or null
     * @param proofs what the door proves by itself
     * @param answerTime what queue and bucket may take together until the answer
     */
    Door(
            Sources sources,
            Queue queue,
            @Nullable Inbox inbox,
            @Nullable PublicUrl url,
            @Nullable TrustedOrigin origin,
            Proofs proofs,
            Clock clock,
            Duration answerTime) {
        this.sources = sources;
        this.queue = queue;
        this.inbox = inbox;
        this.url = url;
        this.origin = origin;
        this.proofs = proofs;
        this.clock = clock;
        this.answerTime = answerTime;
    }

    /**
     * What the head of a request says.
     *
     * @param source the configured source that the request was for, or null if there is none
     * @param refusal what keeps it out, whatever its body is; null if nothing does
     * @param handshakes the rules of handshakes that may apply, which none of that keeps out
     * @param mayCarryProof whether it is to be judged as an event before it is one of those
     */
    record Look(
            @Nullable Source source, @Nullable Answer refusal, List<HandshakeRule> handshakes, boolean mayCarryProof) {
        Look(@Nullable Source source, @Nullable Answer refusal) {
            this(source, refusal, List.of(), false);
        }

        /** Whether the rest of the request must be there for an answer. */
        boolean bodyDecides() {
            return !handshakes.isEmpty();
        }
    }

    Look look(HttpEvent head) {
        if (origin != null && !origin.sent(head)) {
            return new Look(null, Answer.NOT_BY_ORIGIN);
        }
        Source source = sources.find(head.source());
        if (source == null) {
            return new Look(null, Answer.NOT_FOUND);
        }
        if (!source.allow().isEmpty()) {
            String address = origin == null ? head.sourceIp() : origin.viewer(head);
            if (source.allow().stream().noneMatch(block -> block.contains(address))) {
                return new Look(source, Answer.FORBIDDEN);
            }
        }
        Answer handshake = Handshakes.byHead(source.handshake(), head);
        if (handshake != null) {
            return new Look(source, handshake);
        }
        List<HandshakeRule> rules = Handshakes.candidates(source, head);
        boolean mayCarryProof = source.verifiedAtDoor()
                && isProofInHead(source)
                && Handshakes.asked(head).mayCarryProof(source);
        Answer refusal = refuse(head, source);
        if (rules.isEmpty() || (mayCarryProof && refusal != null)) {
            return new Look(source, refusal, List.of(), mayCarryProof);
        }
        HandshakeRule first = rules.getFirst();
        if (!first.readsBody() && !first.keep() && first.proof() == null) {
            HandshakeRequest.Match match = Handshakes.asked(head).match(List.of(first));
            return new Look(source, match == null ? refusal : echoed(match));
        }
        return new Look(source, refusal, rules, mayCarryProof);
    }

    private static boolean isProofInHead(Source source) {
        return source.scheme() instanceof WebhookScheme scheme && !HandshakeRequest.isProofInBody(scheme);
    }

    private static Answer echoed(HandshakeRequest.Match match) {
        return match.echo() == null ? Answer.ODD_HANDSHAKE : Handshakes.answer(match.rule(), match.echo(), "");
    }

    private static @Nullable Answer refuse(HttpEvent head, Source source) {
        if (!head.method().equals("POST")) {
            return Answer.METHOD_NOT_ALLOWED;
        }
        for (String name : source.scheme().requiredHeaders()) {
            if (!head.headers().containsKey(name)) {
                return source.verifiedAtDoor()
                        ? Answer.notGenuine(Reason.UNSIGNED.toString())
                        : Answer.missingHeader(name);
            }
        }
        return null;
    }

    /** The answer to a request of which everything is there. */
    Answer answer(Look look, HttpEvent event, @Nullable String trace) {
        Source source = look.source();
        if (source == null) {
            return Objects.requireNonNullElse(look.refusal(), Answer.NOT_FOUND);
        }
        if (look.refusal() == null && event.body().length > source.maxBytes()) {
            return Answer.TOO_LARGE;
        }
        if (look.refusal() != null && !look.bodyDecides()) {
            return look.refusal();
        }
        return new Taking(source, event, trace).answer(look);
    }

    /** Begins to take a request whose body is too large to be held, and thereby no handshake. */
    Spill begin(Source source, Look look, HttpEvent head) {
        if (look.refusal() != null) {
            return Spill.decided(look.refusal());
        }
        if (inbox == null) {
            return Spill.decided(Answer.TOO_LARGE);
        }
        ReceivedRequest request = received(head, source);
        byte[] attributes = InboxObject.head(request, source.scheme().declaredHeaders());
        return Spill.begin(inbox, key(request), attributes, Answer.spilled(id(request)), answerTime);
    }

    private ReceivedRequest received(HttpEvent event, Source source) {
        Instant now = clock.instant();
        String id = ids.create(now.toEpochMilli());
        Map<String, String> headers = origin == null ? event.headers() : origin.without(event.headers());
        return new ReceivedRequest(source.name(), now, event.method(), url(event, source), headers, event.body(), id);
    }

    private static String id(ReceivedRequest request) {
        return Objects.requireNonNull(request.id());
    }

    /** Forgets what a copy of this process must not have too. */
    void forget() {
        ids.forget();
    }

    /** The URL to which the sender posted: the configuration knows better than a gateway that may have changed it. */
    private String url(HttpEvent event, Source source) {
        PublicUrl own = source.url();
        if (own != null) {
            return own.withQuery(event.query());
        }
        return url == null ? event.url() : url.of(source.name()).withQuery(event.query());
    }

    private static String key(ReceivedRequest request) {
        return BucketKeys.INBOX + BucketKeys.day(request.receivedAt()) + "/" + request.source() + "/" + id(request);
    }

    /** One request on its way to an answer. */
    private final class Taking {
        private final long end = System.nanoTime() + answerTime.toNanos();
        private final Source source;
        private final HttpEvent event;
        private final @Nullable String trace;
        private @Nullable ReceivedRequest received;

        Taking(Source source, HttpEvent event, @Nullable String trace) {
            this.source = source;
            this.event = event;
            this.trace = trace;
        }

        Answer answer(Look look) {
            boolean isVerified = source.verifiedAtDoor() && look.refusal() == null;
            Finding first = isVerified && look.mayCarryProof() ? proofs.verify(request(), source) : null;
            if (first != null && first.verdict() == Verdict.REJECTED) {
                return rejected(first);
            }
            // What cannot be proven now is no reason to answer a handshake that must be proven: the worker decides.
            Answer handshake = first != null && first.verdict() == Verdict.UNDECIDED ? null : handshake(look);
            if (handshake != null) {
                return handshake;
            }
            if (look.refusal() != null) {
                return look.refusal();
            }
            if (isVerified && first == null) {
                Finding finding = proofs.verify(request(), source);
                if (finding.verdict() == Verdict.REJECTED) {
                    return rejected(finding);
                }
            }
            return take();
        }

        private Answer rejected(Finding finding) {
            return Answer.notGenuine(String.valueOf(finding.reason()));
        }

        private @Nullable Answer handshake(Look look) {
            HandshakeRequest.Match match =
                    look.bodyDecides() ? Handshakes.asked(event).match(look.handshakes()) : null;
            if (match == null) {
                return null;
            }
            String echo = match.echo();
            if (echo == null) {
                // Odd, so an event if it can be one.
                return look.refusal() == null ? null : Answer.ODD_HANDSHAKE;
            }
            if (match.rule().keep()) {
                Answer taken = take();
                return taken.status() == 200 ? Handshakes.answer(match.rule(), echo, "") : taken;
            }
            HandshakeRule.Proof proof = match.rule().proof();
            if (proof == null) {
                return Handshakes.answer(match.rule(), echo, "");
            }
            try {
                return Handshakes.answer(match.rule(), echo, proofs.sign(proof, source, echo));
            } catch (IOException e) {
                return Answer.UNAVAILABLE;
            }
        }

        private ReceivedRequest request() {
            ReceivedRequest known = received;
            if (known == null) {
                known = received(event, source);
                received = known;
            }
            return known;
        }

        private Answer take() {
            ReceivedRequest request = request();
            QueueMessage message = QueueMessage.of(request, source.scheme().declaredHeaders());
            if (message.sizeInBytes() > SqsLimits.MESSAGE_BYTES) {
                return spill(message, Answer.TOO_LARGE, Answer.spilled(id(request)));
            }
            try {
                queue.send(message, source.name(), trace);
                return Answer.accepted(id(request));
            } catch (IOException e) {
                return spill(message, Answer.UNAVAILABLE, Answer.sheltered(id(request)));
            }
        }

        /** The bucket's event notification puts a pointer on the queue: one way for large requests and for outages. */
        private Answer spill(QueueMessage message, Answer withoutBucket, Answer withBucket) {
            if (inbox == null) {
                return withoutBucket;
            }
            try {
                inbox.put(key(request()), InboxObject.write(message), Duration.ofNanos(end - System.nanoTime()));
                return withBucket;
            } catch (IOException e) {
                return Answer.UNAVAILABLE;
            }
        }
    }
}
