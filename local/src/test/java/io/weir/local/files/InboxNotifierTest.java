package io.weir.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class InboxNotifierTest {
    @Test
    void round_error_halts() {
        List<String> halted = new CopyOnWriteArrayList<>();
        List<String> warnings = new CopyOnWriteArrayList<>();
        try (InboxNotifier notifier = new InboxNotifier(
                () -> {
                    throw new NoClassDefFoundError("injected");
                },
                warnings::add,
                (thread, error) -> halted.add(thread + ": " + error.getMessage()))) {
            notifier.start();
            await().until(() -> !halted.isEmpty());
        }
        assertThat(halted.getFirst()).isEqualTo("inbox: injected");
        assertThat(warnings).isEmpty();
    }
}
