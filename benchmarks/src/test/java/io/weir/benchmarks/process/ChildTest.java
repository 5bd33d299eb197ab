package io.weir.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    private Path folder;

    @Test
    void line_isAwaited_andWhatItStartedEndsWithIt() throws IOException {
        long started;
        try (Child child = Child.start(
                folder, Map.of("WORD", "here"), List.of("sh", "-c", "sleep 600 & echo \"$WORD $!\" >&2; wait"))) {
            started = Long.parseLong(child.awaitLine(Pattern.compile("here ([0-9]+)\n")));
            assertThat(ProcessHandle.of(started)).isPresent();
        }
        await().until(() ->
                ProcessHandle.of(started).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void processThatEnds_saysWhatItWrote() throws IOException {
        try (Child child = Child.start(folder, Map.of(), List.of("sh", "-c", "echo no such option >&2; exit 2"))) {
            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("ready")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no such option");
        }
    }

    @Test
    void end_isAsked_andAwaited() throws IOException {
        try (Child child = Child.start(
                folder,
                Map.of(),
                List.of("sh", "-c", "trap 'echo bye >&2; exit' TERM; echo up >&2; while :; do sleep 0.05; done"))) {
            child.awaitLine(Pattern.compile("up"));
            child.end();
            assertThat(child.messages()).contains("bye");
        }
    }
}
