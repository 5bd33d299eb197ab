package io.weir.worker;

import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.SnsMessage;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Delivery;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.action.Actions;
import io.weir.worker.batch.RecordHandler;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.Claims;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.TimeBudget;
import io.weir.worker.sns.SubscriptionConfirmer;
import io.weir.worker.verify.Verification;
import java.io.IOException;
import java.util.List;

/** The way of one record: open the envelope, find the source, verify, then confirm or act. Thread-safe. */
final class RecordProcessor implements RecordHandler {
    private final Sources sources;
    private final Bucket bucket;
    private final Verifiers verifiers;
    private final SubscriptionConfirmer confirmer;
    private final Claims idempotency;
    private final Actions actions;

    RecordProcessor(
            Sources sources,
            Bucket bucket,
            Verifiers verifiers,
            SubscriptionConfirmer confirmer,
            Claims idempotency,
            Actions actions) {
        this.sources = sources;
        this.bucket = bucket;
        this.verifiers = verifiers;
        this.confirmer = confirmer;
        this.idempotency = idempotency;
        this.actions = actions;
    }

    @Override
    public Outcome handle(QueueRecord record, TimeBudget budget, Notes notes) throws InterruptedException {
        try {
            return process(Delivery.open(record.body(), record.attributes()), budget, notes);
        } catch (MalformedEnvelopeException e) {
            return new Outcome.Dead("malformed-envelope", String.valueOf(e.getMessage()));
        }
    }

    private Outcome process(Delivery envelope, TimeBudget budget, Notes notes)
            throws MalformedEnvelopeException, InterruptedException {
        return switch (envelope) {
            case ReceivedRequest request -> process(request, budget, notes);
            case Delivery.SnsEnvelope sns -> process(sns, budget, notes);
            case Delivery.InboxPointer pointer -> process(pointer, budget, notes);
            case Delivery.StorageTestEvent test -> new Outcome.Done("the bucket's notification is connected");
        };
    }

    private Outcome process(ReceivedRequest request, TimeBudget budget, Notes notes) throws InterruptedException {
        Source source = sources.find(request.source());
        if (source == null) {
            return new Outcome.Dead("unknown-source", "no source of this name is configured");
        }
        return conclude(source, verifiers.verify(request, source), budget, notes);
    }

    private Outcome process(Delivery.SnsEnvelope sns, TimeBudget budget, Notes notes) throws InterruptedException {
        Source source = sources.findByTopic(sns.topicArn());
        if (source == null) {
            return new Outcome.Rejected("topic", "no source lists the topic of a message that SNS put on the queue");
        }
        return conclude(source, verifiers.verifyQueued(sns.body(), source), budget, notes);
    }

    /** Only objects of our own inbox are read: a pointer is no proof of anything, and what it points to is verified. */
    private Outcome process(Delivery.InboxPointer pointer, TimeBudget budget, Notes notes)
            throws MalformedEnvelopeException, InterruptedException {
        if (!pointer.bucket().equals(bucket.name()) || !pointer.key().startsWith(BucketKeys.INBOX)) {
            return new Outcome.Dead("malformed-envelope", "bucket notification of another bucket or prefix");
        }
        byte[] object;
        try {
            object = bucket.get(pointer.key());
        } catch (IOException e) {
            return Outcome.Retry.after("bucket", e);
        }
        if (object == null) {
            return new Outcome.Dead("inbox-object-missing", "no object " + pointer.key());
        }
        return process(InboxObject.read(object).open(), budget, notes);
    }

    private Outcome conclude(Source source, Verification verification, TimeBudget budget, Notes notes)
            throws InterruptedException {
        notes.source(source.name());
        return switch (verification) {
            case Verification.Rejected(var reason, var detail) -> new Outcome.Rejected(reason.toString(), detail);
            case Verification.Undecided(var reason, var fault) -> Outcome.Retry.after(reason.toString(), fault);
            case Verification.SubscriptionPending pending -> confirmer.confirm(pending);
            case Verification.Genuine(var event, var secret) -> {
                if (secret > 0) {
                    notes.secret(secret);
                }
                notes.event(event.id());
                yield once(source, event, budget, notes);
            }
        };
    }

    private Outcome once(Source source, Event event, TimeBudget budget, Notes notes) throws InterruptedException {
        SnsMessage sns = event.sns();
        if (sns != null && sns.type() == SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION) {
            return new Outcome.Done("unsubscribed from " + sns.topicArn() + "; not subscribed again by itself");
        }
        Claims.Claim claim;
        try {
            claim = idempotency.claim(event, budget, notes);
        } catch (IOException e) {
            return Outcome.Retry.after("claim", e);
        }
        if (claim == null) {
            return new Outcome.Done("a duplicate: processed before");
        }
        boolean done = false;
        try {
            Outcome outcome = act(actions.of(source), claim);
            done = outcome instanceof Outcome.Done;
            return outcome;
        } finally {
            if (done) {
                claim.done();
            } else {
                claim.release();
            }
        }
    }

    private static Outcome act(List<Actions.Named> actions, Claims.Claim claim) throws InterruptedException {
        for (int i = claim.steps(); i < actions.size(); i++) {
            Actions.Named action = actions.get(i);
            try {
                action.perform(claim.event());
            } catch (PermanentFailureException e) {
                return new Outcome.Dead(
                        "action-" + action.name(),
                        String.valueOf(e.getMessage()),
                        e.getClass().getName());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return Outcome.Retry.after("action-" + action.name(), e);
            }
            if (i + 1 < actions.size()) {
                claim.performed(i + 1);
            }
        }
        return new Outcome.Done("acted");
    }
}
