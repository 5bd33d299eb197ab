package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.cli.send.Poster;
import io.weir.cli.sender.Signing;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir run} as a process: how each source stands, short lines, other sources while it runs, SIGHUP. */
class RunIT {
    private static final byte[] BODY = "{}".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private Process process;
    private String url = "";

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private String err() throws IOException {
        return new String(Files.readAllBytes(folder.resolve("err")), UTF_8);
    }

    private String out() throws IOException {
        return new String(Files.readAllBytes(folder.resolve("out")), UTF_8);
    }

    private Path sources(String... names) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (String name : names) {
            tree.put(name, Map.of("scheme", "github", "secret", "file:" + folder.resolve("secret-" + name)));
        }
        return Files.writeString(folder.resolve("sources.json"), Json.write(tree));
    }

    private void secret(String source) throws IOException {
        Path file = Files.createFile(
                folder.resolve("secret-" + source),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "0123456789abcdef0123");
    }

    private void run(String... options) throws Exception {
        List<String> command = new ArrayList<>(isHangupIgnored() ? List.of("env", "--default-signal=HUP") : List.of());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weir.cli.WeirCommand",
                "run",
                "--port",
                "0",
                "--console",
                "127.0.0.1:0",
                "--data",
                folder.resolve("data").toString(),
                "--sources",
                folder.resolve("sources.json").toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> err().contains("weir: ready on ") || !process.isAlive());
        assertThat(process.isAlive()).as(err()).isTrue();
        url = err().replaceFirst("(?s).*ready on (http://[^,]+),.*", "$1");
    }

    /** Under nohup a signal is ignored by all that follow, and a JVM leaves it so. */
    private static boolean isHangupIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readString(status)
                        .lines()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) == 1);
    }

    private int post(String source) throws IOException {
        Map<String, String> headers = Signing.headers(
                (SignatureScheme) Presets.scheme("github"),
                "0123456789abcdef0123".getBytes(UTF_8),
                url + "/" + source,
                BODY,
                "id",
                "push",
                Map.of());
        try (Poster poster = new Poster()) {
            HttpResponse<String> answer = poster.post(url + "/" + source, headers, BODY);
            return answer.statusCode();
        }
    }

    @Test
    void sourceWithoutItsSecret_doesNotLookReady() throws Exception {
        sources("good", "bad");
        secret("good");
        run();
        assertThat(err())
                .contains("weir: POST " + url + "/good  secret found\n")
                .contains("weir: POST " + url + "/bad  secret MISSING: " + folder.resolve("secret-bad")
                        + ": no such file\n")
                .contains("; 1 of 2 sources lacks its secret; Ctrl-C ends");
    }

    @Test
    void logAsText_isAShortLineARecord() throws Exception {
        sources("good");
        secret("good");
        run("--log", "text");
        assertThat(post("good")).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("Done: acted"));
        assertThat(out().lines().filter(line -> line.contains(" good ")))
                .hasSize(2)
                .allMatch(line -> line.matches("[0-9:.]{12} [0-9A-Z]{10} good +(200 accepted|Done: acted), .* ms"));
    }

    @Test
    void watch_takesWhatChanges_andABadFileLeavesTheOldRunning() throws Exception {
        sources("one");
        secret("one");
        secret("second");
        run("--watch");
        assertThat(post("second")).isEqualTo(404);
        Files.writeString(folder.resolve("sources.json"), "{\"one\":");
        await().atMost(Duration.ofSeconds(30)).until(() -> err().contains("; the sources stay as they were"));
        assertThat(post("one")).isEqualTo(200);
        sources("one", "second");
        await().atMost(Duration.ofSeconds(30)).until(() -> post("second") == 200);
        assertThat(err()).contains("weir: sources read anew from").contains("/second  secret found");
    }

    @Test
    void hangup_readsTheSourcesAnew_andDoesNotEndIt() throws Exception {
        sources("one");
        secret("one");
        secret("second");
        run();
        sources("one", "second");
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> post("second") == 200);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void sendAndWait_tellsTheOutcomeOfAGenuineOneAndOfAForgery() throws Exception {
        sources("one");
        secret("one");
        Path wrong = Files.writeString(folder.resolve("wrong"), "another secret altogether");
        Path body = Files.writeString(folder.resolve("body"), "{\"n\":1}");
        run();
        Captured genuine = send(body, "--id", "one");
        assertThat(genuine.exit()).as(genuine.toString()).isZero();
        assertThat(genuine.out()).matches("200 [0-9A-Z]{26}\ndone.*\n");
        Captured forged = send(body, "--id", "two", "--secret-file", wrong.toString());
        assertThat(forged.exit()).as(forged.toString()).isEqualTo(1);
        assertThat(forged.out()).matches("200 [0-9A-Z]{26}\nrejected signature: .*\n");
    }

    private Captured send(Path body, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "send",
                "--source",
                "one",
                "--sources",
                folder.resolve("sources.json").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--to",
                url + "/one",
                "--wait"));
        arguments.addAll(List.of(options));
        arguments.add(body.toString());
        return Captured.run(arguments.toArray(String[]::new));
    }
}
