package io.weir.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Target;
import io.weir.operations.kit.FakeSubject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The commands of docs/runbook.md print what stands behind them there: each block that begins with {@code $ weir} is typed,
 * line by line, against the same deployment in trouble.
 */
class RunbookTest {
    private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";
    private static final String QUESTION = "[y/N] ";
    private static final String PROGRESS = "(?:\\s*\\[#+ *] \\d+ of \\d+)+\\s*";
    private static final Instant NINE = Instant.parse("2026-03-06T09:00:00Z");

    private final List<String> played = new ArrayList<>();
    private int commands;

    @Test
    void commandsOfTheRunbook_printWhatStandsThere() throws IOException {
        List<String> lines = Files.readAllLines(RUNBOOK);
        for (int i = 0; i < lines.size(); i++) {
            played.add(lines.get(i));
            if (!lines.get(i).strip().equals(FENCE) || !lines.get(i + 1).strip().startsWith(PROMPT + "weir ")) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).strip().equals(FENCE)) {
                end++;
            }
            int indent = lines.get(i).indexOf(FENCE);
            play(lines.subList(i + 1, end), " ".repeat(indent));
            played.add(lines.get(end));
            i = end;
        }
        assertThat(String.join("\n", lines)).isEqualTo(String.join("\n", played));
        assertThat(commands).as("commands that were played").isGreaterThan(12);
    }

    private void play(List<String> block, String indent) {
        Stage stage = troubled();
        for (String line : block) {
            if (!line.startsWith(indent + PROMPT)) {
                continue;
            }
            String command = line.substring(indent.length() + PROMPT.length());
            assertThat(command).startsWith("weir ").contains(" --aws weir");
            int exit = stage.onTerminal("y").run(words(command.substring("weir ".length())));
            assertThat(exit).as(command + "\n" + stage.err()).isLessThan(2);
            commands++;
            played.add(line);
            (stage.out() + stage.err())
                    .replace("opened weir in null\n", "")
                    .replace(QUESTION, QUESTION + "y\n")
                    .replaceAll(PROGRESS, "\n")
                    .lines()
                    .map(text -> (indent + text).stripTrailing())
                    .forEach(played::add);
        }
    }

    /** As a shell splits them, as far as the runbook quotes. */
    private static String[] words(String command) {
        return command.replace("'", "").split(" ");
    }

    /** A target answers 500, a secret cannot be read, another was changed at the sender alone. */
    private static Stage troubled() {
        Stage stage = new Stage().environment("NO_COLOR", "1").width(150);
        stage.fake().target(new Target("account 123456789012, eu-central-1, deployment weir", "weir"));
        bring(stage, State.DONE, "shop", 0);
        for (int minute = 1; minute <= 2; minute++) {
            bring(stage, State.DEAD, "shop", minute);
        }
        bring(stage, State.UNPROVEN, "orders", 3);
        for (int minute = 4; minute <= 6; minute++) {
            bring(stage, State.REJECTED, "github", minute);
        }
        bring(stage, State.RETRYING, "shop", 175);
        stage.fake()
                .status(new Status(
                        "0.1.0",
                        true,
                        List.of(
                                new Status.QueueStatus("queue", 0, 0, null),
                                new Status.QueueStatus("retry", 1, 0, null),
                                new Status.QueueStatus("retry-unproven", 0, 0, null),
                                new Status.QueueStatus("dead", 2, 0, null),
                                new Status.QueueStatus("unproven", 1, 0, null)),
                        List.of(
                                source("github", "github", Map.of(State.REJECTED, 3L)),
                                source("orders", "shopify", Map.of(State.UNPROVEN, 1L)),
                                source("shop", "stripe", Map.of(State.DONE, 1L, State.DEAD, 2L))),
                        List.of(),
                        List.of(),
                        null,
                        List.of(
                                "2 dead letters: nobody processes them until they are retried.",
                                "1 unproven: their proof could not be decided; retry once that can be.")));
        return stage;
    }

    private static Status.SourceStatus source(String name, String scheme, Map<State, Long> lastDay) {
        return new Status.SourceStatus(
                name,
                scheme,
                List.of("archive", "http"),
                "https://a1b2c3.execute-api.eu-central-1.amazonaws.com/" + name,
                Status.Secret.UNKNOWN,
                null,
                NINE,
                null,
                lastDay,
                List.of());
    }

    private static void bring(Stage stage, State state, String source, int minute) {
        Instant at = NINE.plusSeconds(60L * minute);
        String id = stage.fake()
                .receive(new ReceivedRequest(
                        source,
                        at,
                        "POST",
                        "https://a1b2c3.execute-api.eu-central-1.amazonaws.com/" + source,
                        Map.of("content-type", "application/json"),
                        "{\"order\":1}".getBytes(StandardCharsets.UTF_8)));
        boolean isProven = state != State.REJECTED && state != State.UNPROVEN;
        stage.fake()
                .settle(
                        id,
                        state,
                        FakeSubject.attempt(state, at.plusSeconds(1)),
                        isProven ? "evt-" + minute : null,
                        isProven ? "order.paid" : null);
    }
}
