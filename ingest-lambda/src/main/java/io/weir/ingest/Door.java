package io.weir.ingest;

import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.Handshake;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to answer. 200 only after the queue, or failing that the bucket, has taken the request. SNS never repeats
 * what was answered with 4xx, so a fault that may pass is answered with 5xx. Thread-safe.
 */
final class Door {
    /** Each id has 80 bits of the system's secure random: nobody can guess one. Thread-safe. */
    private static final UlidFactory IDS = UlidFactory.newInstance();

    private final Sources sources;
    private final Queue queue;
    private final @Nullable Inbox inbox;
    private final @Nullable PublicUrl url;
    private final Clock clock;
    private final Duration answerTime;

    /**
     * A door to queue and bucket.
     *
     * @param url the deployment's own, or null
     * @param answerTime what queue and bucket may take together until the answer
     */
    Door(
            Sources sources,
            Queue queue,
            @Nullable Inbox inbox,
            @Nullable PublicUrl url,
            Clock clock,
            Duration answerTime) {
        this.sources = sources;
        this.queue = queue;
        this.inbox = inbox;
        this.url = url;
        this.clock = clock;
        this.answerTime = answerTime;
    }

    /** @param source the configured source that the request was for, or null if there is none */
    record Answered(@Nullable Source source, Answer answer) {}

    Answered answer(HttpEvent event, @Nullable String trace) {
        Source source = sources.find(event.source());
        if (source == null) {
            return new Answered(null, Answer.NOT_FOUND);
        }
        Answer refusal = refuse(event, source);
        return new Answered(source, refusal == null ? take(event, source, trace) : refusal);
    }

    /** What can be said to a request whose body has not come yet, or null if that decides. */
    @Nullable
    Answered refusal(HttpEvent head) {
        Source source = sources.find(head.source());
        if (source == null) {
            return new Answered(null, Answer.NOT_FOUND);
        }
        Answer refusal = refuse(head, source);
        // Slack's handshake lies in the body, and may lack the headers that its events need.
        boolean bodyDecides =
                source.handshake() instanceof Handshake.Slack && head.method().equals("POST");
        return refusal == null || (bodyDecides && refusal != Answer.FORBIDDEN) ? null : new Answered(source, refusal);
    }

    private static @Nullable Answer refuse(HttpEvent event, Source source) {
        if (!source.allow().isEmpty() && source.allow().stream().noneMatch(block -> block.contains(event.sourceIp()))) {
            return Answer.FORBIDDEN;
        }
        Answer handshake = Handshakes.answer(source.handshake(), event);
        if (handshake != null) {
            return handshake;
        }
        if (!event.method().equals("POST")) {
            return Answer.METHOD_NOT_ALLOWED;
        }
        for (String name : source.scheme().requiredHeaders()) {
            if (!event.headers().containsKey(name)) {
                return Answer.missingHeader(name);
            }
        }
        return event.body().length > source.maxBytes() ? Answer.TOO_LARGE : null;
    }

    private Answer take(HttpEvent event, Source source, @Nullable String trace) {
        long end = System.nanoTime() + answerTime.toNanos();
        Instant now = clock.instant();
        String id = IDS.create(now.toEpochMilli()).toString();
        ReceivedRequest request = new ReceivedRequest(
                source.name(), now, event.method(), url(event, source), event.headers(), event.body(), id);
        QueueMessage message = QueueMessage.of(request, source.scheme().declaredHeaders());
        if (message.sizeInBytes() > SqsLimits.MESSAGE_BYTES) {
            return spill(message, request, end, Answer.TOO_LARGE);
        }
        try {
            queue.send(message, source.name(), trace);
            return Answer.accepted(id);
        } catch (IOException e) {
            return spill(message, request, end, Answer.UNAVAILABLE);
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
    private Answer spill(QueueMessage message, ReceivedRequest request, long end, Answer withoutBucket) {
        if (inbox == null) {
            return withoutBucket;
        }
        String id = Objects.requireNonNull(request.id());
        String key = BucketKeys.INBOX + BucketKeys.day(request.receivedAt()) + "/" + request.source() + "/" + id;
        try {
            inbox.put(key, InboxObject.write(message), Duration.ofNanos(end - System.nanoTime()));
            return Answer.spilled(id);
        } catch (IOException e) {
            return Answer.UNAVAILABLE;
        }
    }
}
