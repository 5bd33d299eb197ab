package io.weir.worker;

import io.weir.envelope.Attributes;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.NewerSchemaException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Senders;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a record and finds its source: the one place where a source is found. Thread-safe. */
final class RecordOpener {
    private static final String MALFORMED = "malformed-envelope";

    private final Sources sources;
    private final Bucket bucket;
    private final Senders senders;

    RecordOpener(Sources sources, Bucket bucket, Senders senders) {
        this.sources = sources;
        this.bucket = bucket;
        this.senders = senders;
    }

    Opened open(QueueRecord record) {
        boolean foreign = senders.isForeign(record);
        if (foreign && record.attributes().containsKey(Attributes.SOURCE)) {
            return new Opened.Decided(new Outcome.Unproven(
                    "raw-delivery", "it carries the door's attributes, and the door did not send it: see SenderId"));
        }
        try {
            Delivery delivery = Delivery.open(record.body(), record.attributes());
            if (senders.isSns(record) && !(delivery instanceof Delivery.SnsEnvelope)) {
                return new Opened.Decided(new Outcome.Unproven(
                        "raw-delivery", "SNS put it on the queue, and it is no message of SNS: see SenderId"));
            }
            return switch (delivery) {
                case ReceivedRequest request -> open(request, QueueMessage.voucherOf(record.attributes()));
                case Delivery.SnsEnvelope message -> open(message, isBare(record, foreign));
                case Delivery.InboxPointer pointer -> open(pointer);
                case Delivery.Sweep sweep -> new Opened.Sweep();
                case Delivery.StorageTestEvent test ->
                    new Opened.Decided(new Outcome.Done("the bucket's notification is connected"));
            };
        } catch (NewerSchemaException e) {
            return new Opened.Decided(named(record), newer(e));
        } catch (MalformedEnvelopeException e) {
            String detail = String.valueOf(e.getMessage());
            return new Opened.Decided(
                    named(record),
                    foreign ? new Outcome.Unproven(MALFORMED, detail) : new Outcome.Dead(MALFORMED, detail));
        }
    }

    /** The key in our inbox that a record points to, or null if it is no pointer to there. */
    @Nullable
    String inboxKey(QueueRecord record) {
        Delivery.InboxPointer pointer = Delivery.InboxPointer.find(record.body(), record.attributes());
        return pointer != null && isOfInbox(pointer) ? pointer.key() : null;
    }

    /**
     * SNS gives an enveloped message no attributes; what has some was delivered raw. Why it was a dead letter is no word of
     * SNS: the worker wrote it.
     */
    private static boolean isBare(QueueRecord record, boolean foreign) {
        Set<String> names = record.attributes().keySet();
        return (names.isEmpty() || (!foreign && names.equals(Set.of(Attributes.FAILURE))))
                && record.otherAttributes().isEmpty();
    }

    /** The source that a record names which cannot be opened: for the log and its metrics alone. */
    private @Nullable Source named(QueueRecord record) {
        String name = record.attributes().get(Attributes.SOURCE);
        return name == null ? null : sources.find(name);
    }

    /** @param voucher what stands where a replay has its voucher, or null */
    private Opened open(ReceivedRequest request, @Nullable String voucher) {
        Source source = sources.find(request.source());
        if (source == null) {
            // The door knew it: while versions change, a worker may be the older of both, and it is the newer one's
            // turn.
            return new Opened.Decided(new Outcome.Retry("unknown-source", "no source of this name is configured"));
        }
        return voucher == null ? new Opened.Request(source, request) : new Opened.Replay(source, request, voucher);
    }

    private Opened open(Delivery.SnsEnvelope message, boolean bare) {
        Source source = sources.findByTopic(message.topicArn());
        return source == null
                ? new Opened.Decided(new Outcome.Rejected(
                        "topic", "no source lists the topic of a message that SNS put on the queue"))
                : new Opened.Queued(source, message, bare);
    }

    private boolean isOfInbox(Delivery.InboxPointer pointer) {
        return pointer.bucket().equals(bucket.name()) && pointer.key().startsWith(BucketKeys.INBOX);
    }

    /**
     * Only objects of our own inbox are read: a pointer is no proof of anything, and what it points to is verified. An object
     * is there before its first notification, and goes once its message is over, so one that is not there has been settled.
     */
    private Opened open(Delivery.InboxPointer pointer) throws MalformedEnvelopeException {
        String key = pointer.key();
        if (!isOfInbox(pointer)) {
            throw new MalformedEnvelopeException("bucket notification of another bucket or prefix");
        }
        byte[] object;
        try {
            object = bucket.get(key);
        } catch (IOException e) {
            return new Opened.FromInbox(key, new Opened.Decided(Outcome.Retry.after("bucket", e)));
        }
        if (object == null) {
            return new Opened.Decided(new Outcome.Done("its inbox object is gone: settled before"));
        }
        try {
            InboxObject found = InboxObject.parse(object);
            return new Opened.FromInbox(key, open(found.open(), QueueMessage.voucherOf(found.attributes())));
        } catch (NewerSchemaException e) {
            return new Opened.FromInbox(key, new Opened.Decided(newer(e)));
        } catch (MalformedEnvelopeException e) {
            return new Opened.FromInbox(key, dead(MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    /** What a newer door sends waits for a newer worker, as long as anything is tried. */
    private static Outcome newer(NewerSchemaException fault) {
        return new Outcome.Retry("newer-schema", String.valueOf(fault.getMessage()));
    }

    private static Opened dead(String reason, String detail) {
        return new Opened.Decided(new Outcome.Dead(reason, detail));
    }
}
