package io.weir.operations.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Operations;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations in memory as a subject, or what stands before them. */
public final class FakeSubject implements Subject {
    /** What stands before the operations, such as a client and a server. */
    @FunctionalInterface
    public interface Front {
        Operations before(FakeOperations fake) throws Exception;
    }

    private static final Instant BEGIN = Instant.parse("2026-03-06T10:00:00Z");

    private final FakeOperations fake;
    private final Operations operations;
    private int brought;

    private FakeSubject(FakeOperations fake, Operations operations) {
        this.fake = fake;
        this.operations = operations;
    }

    /** The operations themselves. */
    public static FakeSubject direct() {
        FakeOperations fake = new FakeOperations();
        return new FakeSubject(fake, fake);
    }

    /** The operations behind something that stands before them. */
    public static FakeSubject behind(Front front) throws Exception {
        FakeOperations fake = new FakeOperations();
        return new FakeSubject(fake, front.before(fake));
    }

    /** The operations in memory. */
    public FakeOperations fake() {
        return fake;
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public Set<State> states() {
        return EnumSet.complementOf(EnumSet.of(State.REMOVED, State.RUNNING));
    }

    @Override
    public String source() {
        return "orders";
    }

    @Override
    public String otherSource() {
        return "billing";
    }

    @Override
    public String bring(State state, String source, String text) {
        Instant at = BEGIN.plusSeconds(60L * brought++);
        String id = fake.receive(new ReceivedRequest(
                source,
                at,
                "POST",
                "https://in.example/" + source,
                Map.of("content-type", "application/json", "x-signature", "sha256=00ff"),
                ("{\"text\":\"" + text + "\"}").getBytes(UTF_8)));
        if (state == State.WAITING) {
            return id;
        }
        boolean proven = state != State.REJECTED && state != State.UNPROVEN;
        fake.settle(
                id,
                state,
                attempt(state, at.plusSeconds(1)),
                proven ? "evt-" + id : null,
                proven ? "order.paid" : null);
        return id;
    }

    /** An attempt as the worker would report it for a state. */
    public static AttemptSummary attempt(State state, Instant at) {
        return switch (state) {
            case DONE -> attempt(at, "Done", "performed", null, null, null);
            case DUPLICATE -> attempt(at, "Done", "duplicate", null, null, null);
            case FILTERED -> attempt(at, "Done", "filtered", null, null, null);
            case REJECTED -> attempt(at, "Rejected", null, "signature", "no signature of the secret fits", null);
            case DEAD -> attempt(at, "Dead", null, "action-http", "the target answered 500", null);
            case UNPROVEN -> attempt(at, "Unproven", null, "secret", "the secret orders was not found", null);
            case RETRYING -> attempt(at, "Retry", null, "action-http", "the target answered 503", at.plusSeconds(90));
            case WAITING, RUNNING, REMOVED -> throw new IllegalArgumentException(state + " comes of no attempt");
        };
    }

    private static AttemptSummary attempt(
            Instant at,
            String outcome,
            @Nullable String note,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable Instant next) {
        boolean isDone = reason == null;
        AttemptSummary.Step step = new AttemptSummary.Step("http", isDone, Duration.ofMillis(41));
        boolean performed = "performed".equals(note) || (reason != null && reason.startsWith("action-"));
        return new AttemptSummary(
                at,
                outcome,
                note,
                reason,
                detail,
                null,
                Duration.ofMillis(52),
                next,
                performed ? List.of(step) : List.of());
    }

    @Override
    public void forgetBody(String id) {
        fake.forgetBody(id);
    }

    @Override
    public void close() throws IOException {
        operations.close();
        fake.close();
    }
}
