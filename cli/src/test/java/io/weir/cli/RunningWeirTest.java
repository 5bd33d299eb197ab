package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.console.api.ApiHandler;
import io.weir.operations.State;
import io.weir.operations.kit.FakeOperations;
import io.weir.operations.kit.FakeSubject;
import io.weir.operations.remote.AdminFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people start it, against operations behind a real server that {@code admin.json} names. */
class RunningWeirTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path data;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeSubject subject = FakeSubject.direct();
    private final FakeOperations fake = subject.fake();
    private final Server server = new Server();
    private AdminFile admin;
    private @Nullable Process process;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new ApiHandler(fake, TOKEN));
        server.start();
        URI url = URI.create("http://127.0.0.1:" + connector.getLocalPort());
        admin = AdminFile.write(data, url, TOKEN, "0.1.0");
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        System.setOut(realOut);
        System.setErr(realErr);
        if (process != null) {
            process.destroyForcibly();
        }
        fake.close();
        server.stop();
        admin.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + data);
        return WeirCommand.run(all.toArray(new String[0]));
    }

    @Test
    void aDeadLetter_isFoundExplainedAndRetriedInThreeCommands() {
        String id = subject.bring(State.DEAD, "orders", "hello");
        assertThat(run("ls", "--dead")).isZero();
        assertThat(out.toString(UTF_8)).contains(id);
        assertThat(run("show", id)).isZero();
        assertThat(out.toString(UTF_8)).contains("weir retry " + id + " --data " + data);
        assertThat(run("retry", id, "--yes")).isZero();
        assertThat(err.toString(UTF_8)).isEqualTo("weir: data folder in memory\nweir: 1 will be tried now\n");
        assertThat(fake.all().getFirst().state()).isEqualTo(State.WAITING);
    }

    @Test
    void eachCommand_worksOverTheServer() {
        String id = subject.bring(State.DONE, "orders", "hello");
        assertThat(run("status")).isZero();
        assertThat(run("ls", "--group")).isZero();
        assertThat(run("show", id, "--body")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"text\":\"hello\"}");
        assertThat(run("replay", id, "-y")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("01J");
        assertThat(run("retry", "--cancel")).isZero();
        assertThat(run("rm", id, "-y")).isZero();
        assertThat(run("purge", "--source", "orders", "--trace", "-y")).isZero();
        assertThat(fake.all()).isEmpty();
    }

    @Test
    void withoutARunningWeir_isOneSentence() throws Exception {
        server.stop();
        assertThat(run("ls")).isEqualTo(3);
        assertThat(err.toString(UTF_8))
                .startsWith("weir: no weir runs on " + data)
                .hasLineCount(1);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    private Process spawn(Path printed, Path said, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator,
                "io.weir.cli.WeirCommand"));
        command.addAll(List.of(arguments));
        command.add("--data=" + data);
        Process begun = new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(said.toFile())
                .start();
        process = begun;
        return begun;
    }

    private static void interrupt(Process begun) throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(begun.pid())).start().waitFor();
        assertThat(begun.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ctrlC_endsATail_with130AndASummary() throws Exception {
        Path printed = data.resolve("printed");
        Path said = data.resolve("said");
        Process begun = spawn(printed, said, "tail");
        await().atMost(Duration.ofSeconds(30)).until(() -> fake.watchers() == 1);
        String id = subject.bring(State.DONE, "orders", "hello");
        await().until(() -> Files.readString(printed).lines().count() == 2);
        interrupt(begun);
        assertThat(begun.exitValue()).isEqualTo(130);
        assertThat(Files.readString(printed)).contains(id);
        assertThat(Files.readString(said)).isEqualTo("weir: data folder in memory\nweir: ended after 2 lines\n");
        await().until(() -> fake.watchers() == 0);
    }

    @Test
    void ctrlC_endsARetry_with130AndASummary() throws Exception {
        for (int i = 0; i < 200; i++) {
            subject.bring(State.DEAD, "orders", "hello");
        }
        Path said = data.resolve("said");
        Process begun = spawn(data.resolve("printed"), said, "retry", "--all", "--yes", "--rate", "5/s");
        await().atMost(Duration.ofSeconds(30)).until(() -> fake.running() == 1);
        interrupt(begun);
        assertThat(begun.exitValue()).isEqualTo(130);
        assertThat(Files.readString(said).toLowerCase(Locale.ROOT))
                .containsPattern("weir: interrupted: \\d+ will be tried now\n$");
        assertThat(fake.running()).isZero();
        assertThat(fake.all()).extracting(one -> one.state()).contains(State.DEAD);
    }
}
