package io.weir.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextLogTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.250Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream log = new PrintStream(
            new TextLog(new PrintStream(out, true, UTF_8), ZoneOffset.UTC, InstantSource.fixed(NOW)), true, UTF_8);

    private String shown() {
        return out.toString(UTF_8);
    }

    private static String line(Object... members) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", NOW.toString());
        for (int i = 0; i < members.length; i += 2) {
            line.put((String) members[i], members[i + 1]);
        }
        return Json.writeAscii(line);
    }

    @Test
    void whatIsNoLineOfTheLog_comesOutAsItIs() {
        log.println("no JSON");
        log.println("{\"half\":");
        log.println("{\"other\":1}");
        log.println("[1]");
        log.println();
        assertThat(shown()).isEqualTo("no JSON\n{\"half\":\n{\"other\":1}\n[1]\n\n");
    }

    @Test
    void lineWithoutEnd_comesOutAtTheCloseAndAtItsLimit() {
        log.print("x".repeat((1 << 20) + 5));
        assertThat(shown()).hasSize((1 << 20) + 1);
        log.close();
        assertThat(shown()).endsWith("\nxxxxx\n");
    }

    @Test
    void doorAndWorker_areShortLinesTiedByTheBeginningOfTheId() {
        String id = "01JNFZ8Q7K3M5R9T2V4X6Y8A0B";
        log.println(line(
                "Source", "github", "Status", "200", "id", id, "reason", "accepted", "DoorTime", 1.26, "bytes", 512));
        log.println(line("Source", "github", "Outcome", "Done", "note", "acted", "id", id, "Duration", 12));
        log.println(line(
                "Source",
                "github",
                "Outcome",
                "Rejected",
                "Reason",
                "signature",
                "detail",
                "no match",
                "id",
                id,
                "Duration",
                3));
        log.println(line(
                "Source",
                "github",
                "Outcome",
                "Retry",
                "Reason",
                "action-http",
                "detail",
                "503",
                "nextInSeconds",
                5,
                "Duration",
                3));
        assertThat(shown().lines())
                .containsExactly(
                        "12:00:00.250 01JNFZ8Q7K github       200 accepted, 512 bytes, 1.3 ms",
                        "12:00:00.250 01JNFZ8Q7K github       Done: acted, 12 ms",
                        "12:00:00.250 01JNFZ8Q7K github       Rejected signature: no match, 3 ms",
                        "12:00:00.250 -          github       Retry action-http: 503, again in 5 s, 3 ms");
    }

    @Test
    void warningsAndDownstreams_areText() {
        log.println(Json.writeAscii(Map.of("level", "warn", "message", "the disk is full")));
        log.println(line("Downstream", "http:example.com", "BreakerOpen", 1));
        assertThat(shown().lines())
                .containsExactly(
                        "12:00:00.250 warn: the disk is full",
                        "12:00:00.250 -          -            http:example.com BreakerOpen 1");
    }

    @Test
    void textOfStrangers_steersNoTerminal() {
        log.println(line(
                "Source",
                "a",
                "Outcome",
                "Dead",
                "Reason",
                "action-x",
                "detail",
                "a\u001b[31m\nb\u202e",
                "Duration",
                1));
        assertThat(shown()).contains("a\\u{1b}[31m\\nb\\u{202e}").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void manyThreads_noLineIsLostOrMixed() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(Thread.startVirtualThread(
                    () -> IntStream.range(0, 500).forEach(i -> log.println("line " + thread + "-" + i))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shown().lines()).hasSize(4000).allMatch(line -> line.matches("line [0-7]-[0-9]+"));
    }
}
