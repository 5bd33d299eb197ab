package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The process of a {@link FaultyWeir}, which is killed and started again. */
final class FaultLife {
    private final Path data;
    private final long seed;
    private @Nullable Process process;
    private volatile int port;
    private int lives;

    FaultLife(Path data, long seed) {
        this.data = data;
        this.seed = seed;
    }

    /** Where it listens: another port in each life. */
    int port() {
        return port;
    }

    int lives() {
        return lives;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    void start() throws IOException {
        lives++;
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.weir.local.FaultyWeir",
                        data.toString(),
                        Long.toString(seed + lives),
                        Integer.toString(lives))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = started;
        BufferedReader messages = new BufferedReader(new InputStreamReader(started.getErrorStream(), UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = messages.readLine(); line != null; line = messages.readLine()) {
            if (line.startsWith("ready ")) {
                port = Integer.parseInt(line.substring(6));
                Thread.ofPlatform().daemon().start(() -> messages.lines().forEach(ignored -> {}));
                return;
            }
            said.append(line).append('\n');
        }
        throw new IOException("weir did not start: " + said);
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
