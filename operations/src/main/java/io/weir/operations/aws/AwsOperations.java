package io.weir.operations.aws;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.Page;
import io.weir.operations.Progress;
import io.weir.operations.Purged;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestLife;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Tally;
import io.weir.operations.Target;
import io.weir.operations.aws.ledger.EitherQueries;
import io.weir.operations.aws.ledger.FilteredQueries;
import io.weir.operations.aws.ledger.InsightsQueries;
import io.weir.operations.aws.ledger.LogQueries;
import io.weir.operations.aws.ledger.LogScan;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A deployment on AWS, seen and changed with the operator's own credentials. Thread-safe. */
public final class AwsOperations implements Operations {
    private static final Set<State> LETTERS = EnumSet.of(State.DEAD, State.UNPROVEN);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final AwsAccount account;
    private final Deployment deployment;
    private final LogScan scan;
    private final Clock clock;
    private final LogQueries queries;
    private final Map<State, Letters> letters;
    private final Envelopes envelopes;
    private final Requests requests;
    private final Run.Registry runs = new Run.Registry();

    AwsOperations(AwsAccount account, Deployment deployment, LogQueries queries, Clock clock) {
        this.account = account;
        this.deployment = deployment;
        this.scan = new LogScan(account.logs(), deployment.logGroups());
        this.queries = queries;
        this.clock = clock;
        this.letters = Map.of(
                State.DEAD, new Letters(account.sqs(), deployment.queue("dead"), State.DEAD),
                State.UNPROVEN, new Letters(account.sqs(), deployment.queue("unproven"), State.UNPROVEN));
        this.envelopes = new Envelopes(
                account.s3(),
                deployment,
                deployment.queues().containsKey(Deployment.LISTEN)
                        ? new Letters(account.sqs(), deployment.queue(Deployment.LISTEN), State.DONE)
                        : null);
        this.requests = new Requests(queries, letters, envelopes, clock);
    }

    /**
     * Opens a deployment, which describes itself in an SSM parameter.
     *
     * @param name of the deployment, as its Terraform variable {@code name} has it
     * @param region where it is, or null for the credentials' own
     * @throws OperationsException if there is none of this name
     */
    public static AwsOperations open(String name, @Nullable String region) throws IOException {
        AwsAccount account = AwsAccount.open(region);
        try {
            Deployment deployment = account.describe(name);
            return new AwsOperations(account, deployment, queries(account, deployment), Clock.systemUTC());
        } catch (IOException | RuntimeException e) {
            account.close();
            throw e;
        }
    }

    /** An emulator may answer a query of Logs Insights, and not with what was asked for. */
    private static LogQueries queries(AwsAccount account, Deployment deployment) {
        LogQueries filtered = new FilteredQueries(new LogScan(account.logs(), deployment.logGroups()));
        return account.isEmulated()
                ? filtered
                : new EitherQueries(new InsightsQueries(account.logs(), deployment.logGroups()), filtered);
    }

    /** The deployment, as it describes itself. */
    public Deployment deployment() {
        return deployment;
    }

    @Override
    public Target target() {
        return new Target(deployment.text(), deployment.name());
    }

    @Override
    public Status status() throws IOException {
        return new StatusReport(account.sqs(), deployment, queries, clock).status();
    }

    @Override
    public Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        return requests.list(filter, after, limit);
    }

    @Override
    public List<Group> groups(Filter filter) throws IOException {
        return requests.groups(filter);
    }

    @Override
    public @Nullable RequestLife show(String id) throws IOException {
        return requests.show(id);
    }

    @Override
    public @Nullable ReceivedRequest envelope(String id) throws IOException {
        return requests.envelope(id);
    }

    @Override
    public Tally change(Change change, Filter filter, double perSecond, Progress progress) throws IOException {
        if (!(change instanceof Change.Remove)) {
            account.requireRole();
        }
        try (Run run = runs.begin(perSecond, progress)) {
            switch (change) {
                case Change.Retry retry ->
                    letters(filter, change, (queue) -> queue.move(run, deployment.queue("queue")));
                case Change.Remove remove -> letters(filter, change, queue -> queue.remove(run));
                case Change.Replay replay ->
                    new ReplayChange(account, deployment, requests, clock).replay(run, filter, replay);
            }
            return run.tally();
        }
    }

    private interface Step {
        void on(LetterChange queue) throws IOException;
    }

    private void letters(Filter filter, Change change, Step step) throws IOException {
        if (!filter.states().isEmpty() && !LETTERS.containsAll(filter.states())) {
            throw new OperationsException("on AWS only what is dead or unproven can be "
                    + (change instanceof Change.Retry ? "retried" : "removed")
                    + ": what waits for its next attempt is hidden until then, and what was rejected is not kept");
        }
        Filter known = requests.ofLetters(filter);
        for (State state : LETTERS) {
            if (filter.states().isEmpty() || filter.states().contains(state)) {
                step.on(new LetterChange(Objects.requireNonNull(letters.get(state)), known, envelopes));
            }
        }
    }

    @Override
    public int cancel() {
        return runs.cancel();
    }

    @Override
    public Purged purge(Filter filter, boolean trace, Progress progress) throws IOException {
        try (Run run = runs.begin(0, progress)) {
            return new Purge(account, deployment, requests, envelopes, run).purge(filter);
        }
    }

    @Override
    public void watch(@Nullable String after, Predicate<RequestEvent> watcher)
            throws IOException, InterruptedException {
        new LogWatch(scan, clock, PAUSE).watch(after, watcher);
    }

    @Override
    public void close() {
        account.close();
    }
}
