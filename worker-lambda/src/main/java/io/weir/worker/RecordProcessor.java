package io.weir.worker;

import io.weir.envelope.Envelope;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.action.Action;
import io.weir.worker.action.Actions;
import io.weir.worker.action.PermanentFailureException;
import io.weir.worker.batch.Outcome;
import io.weir.worker.batch.QueueRecord;
import io.weir.worker.batch.RecordHandler;
import io.weir.worker.batch.TimeBudget;
import io.weir.worker.confirm.SubscriptionConfirmer;
import io.weir.worker.verify.Event;
import io.weir.worker.verify.SnsMessage;
import io.weir.worker.verify.Verification;
import io.weir.worker.verify.Verifiers;
import java.io.IOException;

/** The way of one record: open the envelope, find the source, verify, then confirm or act. Thread-safe. */
final class RecordProcessor implements RecordHandler {
    private final Sources sources;
    private final Bucket bucket;
    private final Verifiers verifiers;
    private final SubscriptionConfirmer confirmer;
    private final Actions actions;

    RecordProcessor(
            Sources sources, Bucket bucket, Verifiers verifiers, SubscriptionConfirmer confirmer, Actions actions) {
        this.sources = sources;
        this.bucket = bucket;
        this.verifiers = verifiers;
        this.confirmer = confirmer;
        this.actions = actions;
    }

    @Override
    public Outcome handle(QueueRecord record, TimeBudget budget) throws InterruptedException {
        try {
            return process(Envelope.open(record.body(), record.attributes()), budget);
        } catch (MalformedEnvelopeException e) {
            return new Outcome.Dead("malformed-envelope", String.valueOf(e.getMessage()));
        }
    }

    private Outcome process(Envelope envelope, TimeBudget budget)
            throws MalformedEnvelopeException, InterruptedException {
        return switch (envelope) {
            case ReceivedRequest request -> process(request, budget);
            case Envelope.SnsEnvelope sns -> process(sns, budget);
            case Envelope.InboxPointer pointer -> process(pointer, budget);
            case Envelope.StorageTestEvent test -> new Outcome.Done("the bucket's notification is connected");
        };
    }

    private Outcome process(ReceivedRequest request, TimeBudget budget) throws InterruptedException {
        Source source = sources.find(request.source());
        if (source == null) {
            return new Outcome.Dead("unknown-source", "no source of this name is configured");
        }
        return conclude(source, verifiers.verify(request, source), budget);
    }

    private Outcome process(Envelope.SnsEnvelope sns, TimeBudget budget) throws InterruptedException {
        Source source = sources.findByTopic(sns.topicArn());
        if (source == null) {
            return new Outcome.Rejected("topic", "no source lists the topic of a message that SNS put on the queue");
        }
        return conclude(source, verifiers.verifyQueued(sns.body(), source), budget);
    }

    /** Only objects of our own inbox are read: a pointer is no proof of anything, and what it points to is verified. */
    private Outcome process(Envelope.InboxPointer pointer, TimeBudget budget)
            throws MalformedEnvelopeException, InterruptedException {
        if (!pointer.bucket().equals(bucket.name()) || !pointer.key().startsWith(InboxObject.PREFIX)) {
            return new Outcome.Dead("malformed-envelope", "bucket notification of another bucket or prefix");
        }
        byte[] object;
        try {
            object = bucket.get(pointer.key());
        } catch (IOException e) {
            return new Outcome.Retry("bucket", "cannot read the inbox object: " + e.getMessage());
        }
        if (object == null) {
            return new Outcome.Dead("inbox-object-missing", "no object " + pointer.key());
        }
        return process(InboxObject.read(object).open(), budget);
    }

    private Outcome conclude(Source source, Verification verification, TimeBudget budget) throws InterruptedException {
        return switch (verification) {
            case Verification.Rejected(var reason, var detail) -> new Outcome.Rejected(reason.toString(), detail);
            case Verification.Undecided(var reason, var detail) -> new Outcome.Retry(reason.toString(), detail);
            case Verification.SubscriptionPending pending -> confirmer.confirm(pending, budget);
            case Verification.Genuine(var event) -> act(source, event);
        };
    }

    private Outcome act(Source source, Event event) throws InterruptedException {
        SnsMessage sns = event.sns();
        if (sns != null && sns.type() == SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION) {
            return new Outcome.Done("unsubscribed from " + sns.topicArn() + "; not subscribed again by itself");
        }
        for (Action action : actions.of(source)) {
            try {
                action.perform(event);
            } catch (PermanentFailureException e) {
                return new Outcome.Dead("action-" + action.name(), String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return new Outcome.Retry("action-" + action.name(), e.toString());
            }
        }
        return new Outcome.Done("acted");
    }
}
