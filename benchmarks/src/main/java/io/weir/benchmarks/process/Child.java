package io.weir.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of ours, which ends with this one, whatever happens. */
public final class Child implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(30);
    private static final long STEP = Duration.ofMillis(1).toNanos();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Child::endTree), "children-end"));
    }

    private final Process process;
    private final Path messages;

    private Child(Process process, Path messages) {
        this.process = process;
        this.messages = messages;
        RUNNING.add(process);
    }

    /**
     * Starts a command in a folder. Its standard output goes nowhere, its standard error to a file there.
     *
     * @param environment is added to ours
     */
    public static Child start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path messages = Files.createTempFile(folder, "messages", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(messages.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), messages);
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /** What it wrote to standard error. */
    public String messages() {
        try {
            return new String(Files.readAllBytes(messages), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line of standard error.
     *
     * @return what the pattern's first group caught
     */
    public String awaitLine(Pattern pattern) throws IOException {
        await(() -> pattern.matcher(messages()).find());
        Matcher matcher = pattern.matcher(messages());
        return matcher.find() && matcher.groupCount() > 0 ? matcher.group(1) : "";
    }

    /**
     * Waits for what only a process that lives brings about.
     *
     * @throws IOException if it ended, or took too long; with what it wrote
     */
    public void await(BooleanSupplier state) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!state.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("a process did not start: " + messages());
            }
            LockSupport.parkNanos(STEP);
        }
    }

    /** Asks it to end and waits until it has. */
    public void end() throws IOException {
        process.destroy();
        awaitEnd();
    }

    /** Asks what it started to end, and waits until it has ended as well: a tracer writes its counts then. */
    public void endTraced() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        awaitEnd();
    }

    /** Asks it to end, without waiting. */
    public void askToEnd() {
        process.destroy();
    }

    /** Waits until it has ended. */
    public void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("a process did not end: " + messages());
            }
            RUNNING.remove(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it at once, as a crash does, with what it started. */
    @Override
    public void close() {
        endTree(process);
        process.onExit().join();
        RUNNING.remove(process);
    }

    private static void endTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
