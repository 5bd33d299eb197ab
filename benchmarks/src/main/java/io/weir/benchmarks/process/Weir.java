package io.weir.benchmarks.process;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** {@code weir run} in a process of its own, started as its users start it. Its log goes nowhere. */
public final class Weir implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("weir: ready on http://127\\.0\\.0\\.1:([0-9]+)");
    private static final long STEP = Duration.ofMillis(20).toNanos();

    private final Child child;
    private final Path folder;
    private final Web web = new Web();
    private final int port;
    private final long startNanos;

    /** What waits and what is under way. */
    public record Depth(long waiting, long retrying, long inFlight, long dead) {
        /** All that is still to be done. */
        public long left() {
            return waiting + retrying + inFlight;
        }
    }

    private Weir(Child child, Path folder, long startNanos) throws IOException {
        this.child = child;
        this.folder = folder;
        this.startNanos = startNanos;
        this.port = Integer.parseInt(child.awaitLine(READY));
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param folder with its data, its sources and its messages
     * @param launcher what comes before {@code run}
     */
    public static Weir start(Path folder, List<String> launcher, int sources, List<Object> actions) throws IOException {
        Path file = WeirSources.write(folder, sources, actions);
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of("run", "--port", "0", "--console", "127.0.0.1:0", "--log", "json"));
        command.addAll(List.of(
                "--sources", file.toString(), "--data", folder.resolve("data").toString()));
        long start = System.nanoTime();
        Child child = Child.start(folder, Map.of(), command);
        try {
            return new Weir(child, folder, start);
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** This commit's, by its own launcher with the options that it chooses. */
    public static List<String> launcher(Lab lab) {
        return List.of(lab.root().resolve("scripts/weir").toString());
    }

    /** Another commit's jar, with the options that launchers had when there was nothing to compare with. */
    public static List<String> launcher(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString());
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** What the kernel knows of it. */
    public Proc proc() {
        return Proc.of(child.pid());
    }

    /** The process. */
    public Child child() {
        return child;
    }

    /** When its process was started. */
    public long startNanos() {
        return startNanos;
    }

    /** Its data folder. */
    public Path data() {
        return folder.resolve("data");
    }

    /** How many messages it has. */
    public Depth depth() throws IOException {
        try {
            Map<?, ?> health = Json.readObject(web.get(URI.create("http://127.0.0.1:" + port + "/-/health")));
            return new Depth(
                    number(health, "queue"),
                    number(health, "retrying"),
                    number(health, "inFlight"),
                    number(health, "dead"));
        } catch (JsonException e) {
            throw new IOException("the door tells its health in no JSON", e);
        }
    }

    private static long number(Map<?, ?> health, String name) throws IOException {
        if (health.get(name) instanceof BigDecimal number) {
            return number.longValue();
        }
        throw new IOException("the health does not say " + name);
    }

    /** Waits until all it accepted is done. False if that took too long. */
    public boolean awaitEmpty(Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (depth().left() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(STEP);
        }
        return true;
    }

    /** Where the console is, and its token; it is written when weir is ready. */
    public URI console() throws IOException {
        try {
            Map<?, ?> file = Json.readObject(Files.readAllBytes(data().resolve("admin.json")));
            return URI.create(String.valueOf(file.get("url"))).resolve("/?token=" + file.get("token"));
        } catch (JsonException e) {
            throw new IOException("admin.json is no JSON", e);
        }
    }

    /** Ends it as SIGTERM does. */
    public void end() throws IOException {
        web.close();
        child.end();
    }

    /** Ends it at once, as a crash does; without effect on one that has ended. */
    @Override
    public void close() {
        web.close();
        child.close();
    }
}
