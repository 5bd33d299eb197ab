package io.weir.worker;

import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.SnsMessage;
import io.weir.envelope.Voucher;
import io.weir.verify.Verification;
import io.weir.worker.action.Actions;
import io.weir.worker.batch.RecordHandler;
import io.weir.worker.claim.Claim;
import io.weir.worker.claim.Claims;
import io.weir.worker.filter.UnfilterableException;
import io.weir.worker.inbox.InboxSweeper;
import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.sns.SubscriptionConfirmer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of one record: open it, verify, then confirm or act. Thread-safe. */
final class RecordProcessor implements RecordHandler {
    private final RecordOpener opener;
    private final Verifiers verifiers;
    private final SubscriptionConfirmer confirmer;
    private final Claims claims;
    private final Actions actions;
    private final InboxSweeper sweeper;

    RecordProcessor(
            RecordOpener opener,
            Verifiers verifiers,
            SubscriptionConfirmer confirmer,
            Claims claims,
            Actions actions,
            InboxSweeper sweeper) {
        this.opener = opener;
        this.verifiers = verifiers;
        this.confirmer = confirmer;
        this.claims = claims;
        this.actions = actions;
        this.sweeper = sweeper;
    }

    @Override
    public Opened open(QueueRecord record) {
        return opener.open(record);
    }

    @Override
    public @Nullable String inboxKey(QueueRecord record) {
        return opener.inboxKey(record);
    }

    @Override
    public Outcome handle(Opened opened, Notes notes) throws InterruptedException {
        return switch (opened) {
            case Opened.Decided decided -> decided.outcome();
            case Opened.FromInbox(var key, var content) -> handle(content, notes);
            case Opened.Sweep sweep -> sweeper.sweep();
            case Opened.Request(var source, var request) -> {
                notes.size(request.body().length);
                yield conclude(verifiers.verify(request, source), actions.of(source), notes);
            }
            case Opened.Replay replay -> replay(replay, notes);
            case Opened.Queued(var source, var message, var bare) ->
                conclude(verifiers.verifyQueued(message.body(), bare, source), actions.of(source), notes);
        };
    }

    private Outcome replay(Opened.Replay replay, Notes notes) throws InterruptedException {
        Replays.Verdict verdict = verifiers.verify(replay);
        notes.size(replay.request().body().length);
        List<Actions.Named> wanted = actions.of(replay.source());
        Voucher voucher = verdict.voucher();
        if (voucher != null) {
            notes.replayOf(voucher.of());
            String action = voucher.action();
            wanted = action == null
                    ? wanted
                    : wanted.stream()
                            .filter(named -> named.name().equals(action))
                            .toList();
            if (wanted.isEmpty()) {
                notes.proven();
                return new Outcome.Dead("replay-action", "the source has no action of this name");
            }
        }
        Outcome outcome = conclude(verdict.verification(), wanted, notes);
        if (voucher != null) {
            notes.event(verdict.senderId());
        }
        return outcome;
    }

    private Outcome conclude(Verification verification, List<Actions.Named> wanted, Notes notes)
            throws InterruptedException {
        return switch (verification) {
            case Verification.Rejected(var reason, var detail) -> new Outcome.Rejected(reason.toString(), detail);
            case Verification.Undecided(var reason, var fault) -> Outcome.Retry.after(reason.toString(), fault);
            case Verification.SubscriptionPending pending -> {
                notes.proven();
                yield confirmer.confirm(pending);
            }
            case Verification.Genuine genuine -> {
                notes.proven();
                if (genuine.secret() > 0) {
                    notes.secret(genuine.secret());
                }
                notes.event(genuine.event().id());
                notes.type(genuine.event().type());
                yield actOnce(genuine, wanted, notes);
            }
        };
    }

    private Outcome actOnce(Verification.Genuine genuine, List<Actions.Named> wanted, Notes notes)
            throws InterruptedException {
        Event event = genuine.event();
        SnsMessage sns = event.sns();
        if (sns != null && sns.type() == SnsMessage.Type.UNSUBSCRIBE_CONFIRMATION) {
            return new Outcome.Done("unsubscribed from " + sns.topicArn() + "; not subscribed again by itself");
        }
        Claims.Answer answer;
        try {
            answer = claims.claim(genuine.by(), notes);
        } catch (IOException e) {
            return Outcome.Retry.after("claim", e);
        }
        return switch (answer) {
            case Claims.Answer.Ours(var claim) -> act(wanted, event, claim, notes);
            case Claims.Answer.Processed(var replay) ->
                new Outcome.Done(replay ? "replay" : "a duplicate: processed before");
            case Claims.Answer.Held(var longest) -> Outcome.Retry.held(longest);
            case Claims.Answer.Ambiguous ambiguous ->
                new Outcome.Unproven(
                        "ambiguous-form",
                        "what is signed was met before, read in another way: nothing tells which is meant");
        };
    }

    private static Outcome act(List<Actions.Named> actions, Event event, Claim claim, Notes notes)
            throws InterruptedException {
        boolean done = false;
        try {
            Outcome outcome = perform(actions, event, claim, notes);
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

    private static Outcome perform(List<Actions.Named> actions, Event event, Claim claim, Notes notes)
            throws InterruptedException {
        boolean wanted = claim.steps() > 0 || actions.isEmpty();
        for (int i = claim.steps(); i < actions.size(); i++) {
            Actions.Named action = actions.get(i);
            try {
                if (!action.wants(event)) {
                    continue;
                }
                wanted = true;
                perform(action, event, notes);
            } catch (UnfilterableException e) {
                return new Outcome.Dead(
                        "filter-" + action.name(),
                        String.valueOf(e.getMessage()),
                        e.getClass().getName());
            } catch (PermanentFailureException e) {
                return new Outcome.Dead(
                        "action-" + action.name(),
                        String.valueOf(e.getMessage()),
                        e.getClass().getName());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return Outcome.Retry.after("action-" + action.name(), e, action.retryFor());
            }
            if (i + 1 < actions.size()) {
                claim.performed(i + 1);
            }
        }
        if (!wanted) {
            notes.filtered();
            return new Outcome.Done("filtered");
        }
        return new Outcome.Done("acted");
    }

    private static void perform(Actions.Named action, Event event, Notes notes) throws Exception {
        long start = System.nanoTime();
        boolean done = false;
        try {
            String key = action.performed(event);
            if (key != null) {
                notes.archived(key);
            }
            done = true;
        } finally {
            notes.step(action.name(), done, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
