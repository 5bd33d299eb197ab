package io.weir.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void round_error_halts() {
        List<String> halted = new CopyOnWriteArrayList<>();
        List<String> warnings = new CopyOnWriteArrayList<>();
        try (Rounds rounds = new Rounds(
                "inbox",
                Duration.ofSeconds(5),
                () -> {
                    throw new NoClassDefFoundError("injected");
                },
                warnings::add,
                (thread, error) -> halted.add(thread + ": " + error.getMessage()))) {
            rounds.start();
            await().until(() -> !halted.isEmpty());
        }
        assertThat(halted.getFirst()).isEqualTo("inbox: injected");
        assertThat(warnings).isEmpty();
    }

    @Test
    void round_fault_isSaidAndTriedAgain() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        try (Rounds rounds = new Rounds(
                "inbox",
                Duration.ofMillis(1),
                () -> {
                    throw new IOException("the disk is away");
                },
                warnings::add)) {
            rounds.start();
            await().until(() -> warnings.size() > 1);
        }
        assertThat(warnings.getFirst()).contains("inbox").contains("the disk is away");
    }
}
