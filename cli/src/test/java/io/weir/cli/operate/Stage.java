package io.weir.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Places;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.Speech;
import io.weir.cli.text.Terminal;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.OperationsException;
import io.weir.operations.kit.FakeOperations;
import io.weir.operations.kit.FakeSubject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Everything around a command: operations in memory, a terminal that somebody may sit at, and what was printed. */
final class Stage {
    /** Stands for {@code weir}. */
    @Command(name = "weir")
    private static final class Root {}

    private final FakeSubject subject = FakeSubject.direct();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Queue<String> answers = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Runnable> guarded = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final TickingClock clock = new TickingClock();
    private boolean isOutput;
    private boolean isInput;
    private boolean isError;
    private int width = 120;
    private volatile @Nullable IOException closedDoor;
    private volatile boolean isRunning = true;

    /** A clock that goes on by a step each time that it is asked. */
    static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-03-06T12:00:00Z");
        private Duration step = Duration.ZERO;

        void step(Duration each) {
            step = each;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plus(step);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    FakeOperations fake() {
        return subject.fake();
    }

    FakeSubject subject() {
        return subject;
    }

    TickingClock clock() {
        return clock;
    }

    List<Duration> pauses() {
        return pauses;
    }

    /** Standard output, error and input are a terminal from now on; somebody will type these lines. */
    Stage onTerminal(String... lines) {
        isOutput = true;
        isError = true;
        isInput = true;
        answers.addAll(List.of(lines));
        return this;
    }

    /** Standard output is a pipe, the rest a terminal. */
    Stage intoPipe(String... lines) {
        onTerminal(lines);
        isOutput = false;
        return this;
    }

    Stage width(int columns) {
        width = columns;
        return this;
    }

    Stage environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Nothing can be opened any more, or from now on again. */
    void closeDoor(@Nullable IOException why) {
        closedDoor = why;
    }

    /** No weir runs: the folder is opened. */
    void noneRuns() {
        isRunning = false;
    }

    /** Somebody presses Ctrl-C. */
    void interrupt() {
        guarded.forEach(Runnable::run);
    }

    boolean isGuarded() {
        return !guarded.isEmpty();
    }

    private final class Seat implements Terminal {
        @Override
        public boolean isOutput() {
            return isOutput;
        }

        @Override
        public boolean isError() {
            return isError;
        }

        @Override
        public boolean isInput() {
            return isInput;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public @Nullable String readLine() {
            return answers.poll();
        }
    }

    /** Commands close what they opened; the operations in memory stay for the next. */
    private io.weir.operations.Operations open() throws IOException {
        IOException why = closedDoor;
        if (why != null) {
            throw why;
        }
        return new Unclosed(fake());
    }

    private Places places() {
        return new Places(
                data -> data.endsWith("none") || !isRunning ? null : open(),
                data -> {
                    if (data.endsWith("none")) {
                        throw new OperationsException("no weir runs on " + data);
                    }
                    err.writeBytes("opened the folder\n".getBytes(UTF_8));
                    return open();
                },
                (deployment, region) -> {
                    err.writeBytes(("opened " + deployment + " in " + region + "\n").getBytes(UTF_8));
                    return open();
                });
    }

    /** Runs a command and returns its exit code. What was printed before is forgotten. */
    int run(String... arguments) {
        out.reset();
        err.reset();
        PrintStream errors = new PrintStream(err, true, UTF_8);
        Speech speech = new Speech(new PrintStream(out, true, UTF_8), errors, new Seat(), environment);
        Interrupts interrupts = action -> {
            guarded.add(action);
            return () -> guarded.remove(action);
        };
        Desk desk = new Desk(places(), speech, interrupts, clock, time -> {
            pauses.add(time);
            Thread.sleep(1); // lets others run, and is interrupted as a longer one would be
        });
        CommandLine line = new CommandLine(new Root());
        OperateCommands.addTo(line, desk);
        line.setErr(new PrintWriter(errors, true, UTF_8));
        return line.execute(arguments);
    }

    String out() {
        return out.toString(UTF_8);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    String err() {
        return err.toString(UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    List<Map<String, @Nullable Object>> json() {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (String line : lines()) {
            try {
                objects.add(Json.readObject(line));
            } catch (JsonException e) {
                throw new IllegalStateException(line, e);
            }
        }
        return objects;
    }
}
