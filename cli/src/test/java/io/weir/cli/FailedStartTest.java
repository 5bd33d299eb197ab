package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.input.SourcesFile;
import io.weir.local.LocalWeir;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps {@code weir run} from starting: one sentence each on standard error, exit code 2, no stack trace. */
class FailedStartTest {
    @TempDir
    private Path folder;

    /** Makes what is in the way, and gives the options with which it is met. */
    @FunctionalInterface
    interface Obstacle {
        List<String> options(Path folder) throws Exception;
    }

    private static Arguments row(String name, Obstacle obstacle, String sentence) {
        return Arguments.of(name, obstacle, sentence);
    }

    private static String file(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String jar(Path folder, String services) throws IOException {
        Path jar = folder.resolve("a.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/io.weir.action.ActionProvider"));
            out.write(services.getBytes(UTF_8));
        }
        return jar.toString();
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "port beyond the last",
                        f -> List.of("--port", "65536"),
                        "--port: expected 0 (for a free one) to 65535, not 65536"),
                row(
                        "port below the first",
                        f -> List.of("--port", "-1"),
                        "--port: expected 0 (for a free one) to 65535, not -1"),
                row("port that is no number", f -> List.of("--port", "http"), "Invalid value for option '--port'"),
                row(
                        "host without an address",
                        f -> List.of("--host", "no-such-host.invalid"),
                        "the host no-such-host.invalid has no address"),
                row(
                        "address of another machine",
                        f -> List.of("--host", "192.0.2.1"),
                        "192.0.2.1 is no address of this machine"),
                row(
                        "url that is none",
                        f -> List.of("--url", "example.com"),
                        "--url: expected an absolute http or https URL"),
                row("log form that is none", f -> List.of("--log", "xml"), "Invalid value for option '--log'"),
                row("data folder that is a file", f -> List.of("--data", file(f, "data", "x")), "is a file"),
                row("data folder below a file", f -> List.of("--data", file(f, "file", "x") + "/data"), "is a file"),
                row("data folder where none can be", f -> List.of("--data", "/dev/null/data"), "is a file"),
                row(
                        "sources file missing",
                        f -> List.of("--sources", f.resolve("none.json").toString()),
                        "none.json: no such file"),
                row(
                        "sources file that is a folder",
                        f -> List.of("--sources", f.toString()),
                        "is a folder, expected a file"),
                row(
                        "sources file that is no JSON",
                        f -> List.of("--sources", file(f, "s.json", "{\"a\":")),
                        "s.json: not strict JSON (line 1, column"),
                row(
                        "sources file that is empty",
                        f -> List.of("--sources", file(f, "s.json", "")),
                        "s.json: expected a JSON object"),
                row(
                        "sources file that is no text",
                        f -> List.of(
                                "--sources",
                                Files.write(f.resolve("s.json"), new byte[] {'{', (byte) 0xFF, '}'})
                                        .toString()),
                        "s.json: not written in UTF-8"),
                row(
                        "sources without a source",
                        f -> List.of("--sources", file(f, "s.json", "{}")),
                        "expected at least one source"),
                row(
                        "sources with a wrong member",
                        f -> List.of(
                                "--sources", file(f, "s.json", "{\"a\":{\"scheme\":\"github\",\"secrets\":\"x\"}}")),
                        "/a: unknown member 'secrets'"),
                row(
                        "sources with a secret in it",
                        f -> List.of(
                                "--sources",
                                file(f, "s.json", "{\"a\":{\"scheme\":\"github\",\"secret\":\"hunter2\"}}")),
                        "/a/secret: expected a Secrets Manager ARN, env:NAME or file:PATH; never the secret itself"),
                row(
                        "source with an action that does not exist",
                        f -> List.of(
                                "--sources",
                                file(
                                        f,
                                        "s.json",
                                        "{\"a\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"actions\":[\"fax\"]}}")),
                        "/a/actions/0: expected one of the actions "),
                row(
                        "jar of actions missing",
                        f -> List.of("--actions", f.resolve("none.jar").toString()),
                        "none.jar: no such file"),
                row(
                        "jar of actions that is none",
                        f -> List.of("--actions", file(f, "a.jar", "x")),
                        "a.jar: cannot be read as a jar"),
                row(
                        "jar without an action",
                        f -> List.of("--actions", jar(f, "# none\n")),
                        "a.jar: names no action in META-INF/services"),
                row(
                        "jar that names a class it has not",
                        f -> List.of("--actions", jar(f, "com.example.Chat\n")),
                        "a.jar: names the class com.example.Chat, which is not in it"),
                row(
                        "jar that names a class that is no action",
                        f -> List.of("--actions", jar(f, "java.lang.String\n")),
                        "a.jar: names the class java.lang.String, which is no io.weir.action.ActionProvider"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void run_whatIsInTheWay_isSaidInASentence(String name, Obstacle obstacle, String sentence) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run"));
        List<String> options = obstacle.options(folder);
        arguments.addAll(options);
        if (!options.contains("--data")) {
            arguments.addAll(List.of("--data", folder.resolve("own").toString()));
        }
        if (!options.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        assertRefused(Captured.run(arguments.toArray(String[]::new)), sentence);
    }

    private static void assertRefused(Captured captured, String sentence) {
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(2);
        assertThat(captured.err()).contains(sentence).doesNotContain("\tat ", "Exception", "hunter2");
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void run_portTaken_saysSoAndLeavesTheFolderFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String data = folder.resolve("own").toString();
            for (int i = 0; i < 2; i++) {
                Captured captured = Captured.run("run", "--port", port, "--data", data);
                assertRefused(captured, "port " + port + " on 127.0.0.1 is taken");
                assertThat(captured.err().lines()).hasSize(1);
            }
        }
    }

    @Test
    void run_folderInUse_saysSo() throws Exception {
        Path data = folder.resolve("own");
        Disk.REAL.dataFolder(data, "weir.db");
        try (var first = LocalWeir.open(
                SourcesFile.read(null, data), data, "127.0.0.1", 0, new PrintStream(OutputStream.nullOutputStream()))) {
            assertThat(first.health().isUp()).isTrue();
            assertRefused(
                    Captured.run("run", "--port", "0", "--data", data.toString()),
                    "the data folder " + data + " is in use by another weir");
        }
    }
}
