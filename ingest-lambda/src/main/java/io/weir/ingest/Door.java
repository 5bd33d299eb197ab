package io.weir.ingest;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final Clock clock;
    private final Duration answerTime;

    /**
     * A door to queue and bucket.
     *
     * @param url the deployment's own, or null
     * @param origin what alone may speak to the door, or null
     * @param answerTime what queue and bucket may take together until the answer
     */
    Door(
            Sources sources,
            Queue queue,
            @Nullable Inbox inbox,
            @Nullable PublicUrl url,
            @Nullable TrustedOrigin origin,
            Clock clock,
            Duration answerTime) {
        this.sources = sources;
        this.queue = queue;
        this.inbox = inbox;
        this.url = url;
        this.origin = origin;
        this.clock = clock;
        this.answerTime = answerTime;
    }

    /**
     * What the head of a request says.
     *
     * @param source the configured source that the request was for, or null if there is none
     * @param refusal what keeps it out, whatever its body is; null if nothing does
     * @param bodyDecides whether the body may be a handshake, which none of that keeps out
     */
    record Look(@Nullable Source source, @Nullable Answer refusal, boolean bodyDecides) {}

    Look look(HttpEvent head) {
        if (origin != null && !origin.sent(head)) {
            return new Look(null, Answer.NOT_BY_ORIGIN, false);
        }
        Source source = sources.find(head.source());
        if (source == null) {
            return new Look(null, Answer.NOT_FOUND, false);
        }
        if (!source.allow().isEmpty()) {
            String address = origin == null ? head.sourceIp() : origin.viewer(head);
            if (source.allow().stream().noneMatch(block -> block.contains(address))) {
                return new Look(source, Answer.FORBIDDEN, false);
            }
        }
        // Slack's handshake lies in the body, and may lack the headers that its events need.
        boolean bodyDecides =
                source.handshake() instanceof Handshake.Slack && head.method().equals("POST");
        Answer handshake = bodyDecides ? null : Handshakes.answer(source.handshake(), head);
        return new Look(source, handshake == null ? refuse(head, source) : handshake, bodyDecides);
    }

    private static @Nullable Answer refuse(HttpEvent head, Source source) {
        if (!head.method().equals("POST")) {
            return Answer.METHOD_NOT_ALLOWED;
        }
        for (String name : source.scheme().requiredHeaders()) {
            if (!head.headers().containsKey(name)) {
                return Answer.missingHeader(name);
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
        if (look.bodyDecides()) {
            Answer handshake = Handshakes.answer(source.handshake(), event);
            if (handshake != null) {
                return handshake;
            }
        }
        if (look.refusal() != null) {
            return look.refusal();
        }
        return event.body().length > source.maxBytes() ? Answer.TOO_LARGE : take(event, source, trace);
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

    private Answer take(HttpEvent event, Source source, @Nullable String trace) {
        long end = System.nanoTime() + answerTime.toNanos();
        ReceivedRequest request = received(event, source);
        QueueMessage message = QueueMessage.of(request, source.scheme().declaredHeaders());
        if (message.sizeInBytes() > SqsLimits.MESSAGE_BYTES) {
            return spill(message, request, end, Answer.TOO_LARGE, Answer.spilled(id(request)));
        }
        try {
            queue.send(message, source.name(), trace);
            return Answer.accepted(id(request));
        } catch (IOException e) {
            return spill(message, request, end, Answer.UNAVAILABLE, Answer.sheltered(id(request)));
        }
    }

    /** The URL to which the sender posted: the configuration knows better than a gateway that may have changed it. */
    private String url(HttpEvent event, Source source) {
        PublicUrl own = source.url();
        if (own != null) {
            return own.withQuery(event.query());
        }
        return url == null ? event.url() : url.of(source.name()).withQuery(event.query());
    }

    /** The bucket's event notification puts a pointer on the queue: one way for large requests and for outages. */
    private Answer spill(
            QueueMessage message, ReceivedRequest request, long end, Answer withoutBucket, Answer withBucket) {
        if (inbox == null) {
            return withoutBucket;
        }
        try {
            inbox.put(key(request), InboxObject.write(message), Duration.ofNanos(end - System.nanoTime()));
            return withBucket;
        } catch (IOException e) {
            return Answer.UNAVAILABLE;
        }
    }

    private static String key(ReceivedRequest request) {
        return BucketKeys.INBOX + BucketKeys.day(request.receivedAt()) + "/" + request.source() + "/" + id(request);
    }
}
