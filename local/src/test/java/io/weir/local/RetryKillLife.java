package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import io.weir.envelope.source.Sources;
import io.weir.local.ledger.Pruning;
import io.weir.local.metrics.MetricsLog;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A process that retries all dead letters of a data folder, and prints a line for each: what {@link RetryKill} kills. With
 * {@code running} the worker works on them meanwhile.
 *
 * <p>Arguments: data folder, {@code stopped} or {@code running}.
 */
final class RetryKillLife {
    private RetryKillLife() {}

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        if (arguments[1].equals("stopped")) {
            try (Operations operations = StoppedWeir.open(data, sources(data), line -> {})) {
                retry(operations);
            }
        } else {
            try (LocalWeir weir = running(data)) {
                retry(weir.operations());
            }
        }
    }

    /** A weir whose action works: each effect is a line in the file {@code effects}. */
    static LocalWeir running(Path data) throws IOException {
        LocalWeir weir = LocalWeir.open(
                sources(data),
                data,
                new LocalWeir.Address("127.0.0.1", 0, null),
                MetricsLog.before(OutputStream.nullOutputStream()),
                new LocalWeir.Options(List.of(new Counted(data.resolve("effects"))), Pruning.Limits.DEFAULT));
        weir.start();
        return weir;
    }

    static Sources sources(Path data) {
        return Sources.parse("test", """
                {"orders": {"scheme": "github", "secret": "file:%s", "actions": ["counted"]}}
                """.formatted(data.resolve("secret")));
    }

    private static void retry(Operations operations) throws IOException {
        operations.change(new Change.Retry(), Filter.ALL.withStates(State.DEAD), 0, (done, failed, total) -> {
            System.out.println(done);
            return true;
        });
    }

    /** Starts one, lets it come to so many letters, and kills it. Returns how many it had told of by then. */
    static long kill(Path data, String mode, long letters) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.weir.local.RetryKillLife",
                        data.toString(),
                        mode)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(data.resolve("errors").toFile()))
                .start();
        long told = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told = Long.parseLong(line);
                if (told >= letters) {
                    process.destroyForcibly(); // SIGKILL; what it printed by then is read on
                }
            }
        } catch (IOException e) {
            // The pipe of a process that was killed may end so.
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return told;
    }

    /** Writes the event's id and key down, which outlives the process. */
    private record Counted(Path file) implements ActionProvider {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public Action create(ConfigValue options) {
            return event -> {
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    channel.write(UTF_8.encode(event.id() + " " + event.idempotencyKey() + "\n"));
                }
            };
        }
    }

    /** Lines of the file {@code effects}. */
    static List<String> effects(Path data) throws IOException {
        Path file = data.resolve("effects");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
