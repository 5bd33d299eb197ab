package io.weir.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeWaitTest {
    private static RequestSummary in(State state) {
        return new RequestSummary(
                "01JNFZ8Q7K3M5R9T2V4X6Y8A0B",
                "github",
                null,
                null,
                Instant.EPOCH,
                state,
                state == State.REJECTED ? "signature" : null,
                state == State.REJECTED ? "no signature matches any secret" : null,
                null,
                1,
                true,
                2,
                null,
                Instant.EPOCH);
    }

    @Test
    void await_goesOnUntilItHasEnded() throws Exception {
        Deque<State> states = new ArrayDeque<>(List.of(State.WAITING, State.RUNNING, State.RETRYING, State.DEAD));
        RequestSummary ended = OutcomeWait.await(id -> in(states.remove()), "x", Duration.ofSeconds(60));
        assertThat(ended).isNotNull().extracting(RequestSummary::state).isEqualTo(State.DEAD);
        assertThat(states).isEmpty();
    }

    @Test
    void await_timeIsOver_givesWhatWasSeenLast() throws Exception {
        assertThat(OutcomeWait.await(id -> in(State.RETRYING), "x", Duration.ofMillis(1)))
                .extracting(RequestSummary::state)
                .isEqualTo(State.RETRYING);
        assertThat(OutcomeWait.await(id -> null, "x", Duration.ofMillis(1))).isNull();
    }

    @Test
    void await_nobodyCanBeAsked_throws() {
        assertThatThrownBy(() -> OutcomeWait.await(
                        id -> {
                            throw new IOException("gone");
                        },
                        "x",
                        Duration.ofSeconds(60)))
                .hasMessage("gone");
    }

    @Test
    void text_namesStateReasonAndDetail() {
        assertThat(OutcomeWait.text(in(State.REJECTED)))
                .isEqualTo("rejected signature: no signature matches any secret");
        assertThat(OutcomeWait.text(in(State.DONE))).isEqualTo("done");
        assertThat(OutcomeWait.isGood(State.DUPLICATE)).isTrue();
        assertThat(OutcomeWait.isGood(State.UNPROVEN)).isFalse();
    }
}
