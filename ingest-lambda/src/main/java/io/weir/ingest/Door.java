package io.weir.ingest;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to answer. 200 only after the queue, or failing that the bucket, has taken the request; SNS never repeats
 * what was answered with 4xx, so nothing that could pass on a retry is answered so. Thread-safe.
 */
final class Door {
    /** What a queue takes by default, body and attributes together. */
    static final int QUEUE_LIMIT = 256 * 1024;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final Sources sources;
    private final Queue queue;
    private final @Nullable Inbox inbox;
    private final Clock clock;

    Door(Sources sources, Queue queue, @Nullable Inbox inbox, Clock clock) {
        this.sources = sources;
        this.queue = queue;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** The configured source that a request is for, or null. */
    @Nullable
    Source source(HttpEvent event) {
        return sources.find(event.source());
    }

    Answer answer(HttpEvent event, @Nullable Source source, @Nullable String trace) {
        Answer refusal = refuse(event, source);
        if (refusal != null || source == null) {
            return refusal == null ? Answer.NOT_FOUND : refusal;
        }
        Instant now = clock.instant();
        ReceivedRequest request =
                new ReceivedRequest(source.name(), now, event.method(), event.url(), event.headers(), event.body());
        return take(QueueMessage.of(request, source.scheme().declaredHeaders()), source, now, trace);
    }

    private static @Nullable Answer refuse(HttpEvent event, @Nullable Source source) {
        if (source == null) {
            return Answer.NOT_FOUND;
        }
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

    private Answer take(QueueMessage message, Source source, Instant now, @Nullable String trace) {
        if (message.sizeInBytes() <= QUEUE_LIMIT) {
            try {
                queue.send(message, source.name(), trace);
                return Answer.ACCEPTED;
            } catch (IOException e) {
                return spill(message, source, now, Answer.UNAVAILABLE);
            }
        }
        return spill(message, source, now, Answer.TOO_LARGE);
    }

    /** The bucket's event notification puts a pointer on the queue: one way for large requests and for outages. */
    private Answer spill(QueueMessage message, Source source, Instant now, Answer withoutBucket) {
        if (inbox == null) {
            return withoutBucket;
        }
        String key = BucketKeys.INBOX + DAY.format(now) + "/" + source.name() + "/" + UUID.randomUUID();
        try {
            inbox.put(key, InboxObject.write(message));
            return Answer.SPILLED;
        } catch (IOException e) {
            return Answer.UNAVAILABLE;
        }
    }
}
