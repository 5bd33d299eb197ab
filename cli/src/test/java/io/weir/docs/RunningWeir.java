package io.weir.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scripts run by bash in a folder where {@code scripts/weir} is the command of this build. */
final class RunningWeir {
    private static final Pattern READY = Pattern.compile("weir: ready on http://127\\.0\\.0\\.1:([0-9]+)");

    /** @param output standard output and error, as they came */
    record Ended(int exit, String output) {}

    private final Process process;
    private final Path log;
    private String port = "";

    private RunningWeir(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a script that keeps serving; returns once it does. */
    static RunningWeir start(Path folder, String script) throws IOException {
        Path log = folder.resolve("log");
        RunningWeir weir = new RunningWeir(process(folder, "exec " + script.strip(), log), log);
        await().atMost(Duration.ofSeconds(60)).until(weir::isReadyOrEnded);
        if (weir.port.isEmpty()) {
            throw new IOException("weir did not start: " + weir.output());
        }
        return weir;
    }

    static Ended bash(Path folder, String script) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "out", "");
        Process process = process(folder, script, log);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(log));
    }

    private static Process process(Path folder, String script, Path log) throws IOException {
        Path weir = Files.createDirectories(folder.resolve("scripts")).resolve("weir");
        Files.writeString(
                weir,
                "#!/usr/bin/env bash\nexec '%s' -Xmx128m --enable-native-access=ALL-UNNAMED -cp '%s' io.weir.cli.WeirCommand \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path")));
        weir.toFile().setExecutable(true);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(DocsFolder.ENVIRONMENT);
        return builder.start();
    }

    private boolean isReadyOrEnded() throws IOException {
        Matcher ready = READY.matcher(output());
        if (ready.find()) {
            port = ready.group(1);
        }
        return !port.isEmpty() || !process.isAlive();
    }

    String port() {
        return port;
    }

    String output() throws IOException {
        return new String(Files.readAllBytes(log), UTF_8);
    }

    /** How many records of a source have had their effect, by the worker's log. */
    long done(String source) throws IOException {
        return output().lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .filter(line -> isDone(line, source))
                .count();
    }

    private static boolean isDone(String line, String source) {
        try {
            return Json.read(line) instanceof Map<?, ?> json
                    && source.equals(json.get("Source"))
                    && "Done".equals(json.get("Outcome"));
        } catch (JsonException e) {
            return false; // half a line
        }
    }

    /** Asks it to end, as SIGTERM does, and returns its exit code. */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
