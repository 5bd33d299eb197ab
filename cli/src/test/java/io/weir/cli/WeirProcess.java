package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code weir run} in a process of its own, on a free port. */
final class WeirProcess {
    private final Process process;
    private int port;

    private WeirProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and returns once it is ready or has ended.
     *
     * @param log takes its standard output, behind what is there
     * @param classPath what stands behind the class path of the tests
     * @param options of {@code run}, beside the port
     */
    static WeirProcess start(Path log, List<Path> classPath, String... options) throws IOException {
        return start(ProcessBuilder.Redirect.appendTo(log.toFile()), classPath, options);
    }

    /** As above, with its standard output anywhere. */
    static WeirProcess start(ProcessBuilder.Redirect log, List<Path> classPath, String... options) throws IOException {
        List<String> paths = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        classPath.forEach(path -> paths.add(path.toString()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, paths),
                "io.weir.cli.WeirCommand",
                "run",
                "--port",
                "0",
                "--console",
                "127.0.0.1:0"));
        command.addAll(List.of(options));
        WeirProcess weir =
                new WeirProcess(new ProcessBuilder(command).redirectOutput(log).start());
        weir.awaitReady();
        return weir;
    }

    private void awaitReady() throws IOException {
        BufferedReader messages = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        for (String line = messages.readLine(); line != null; line = messages.readLine()) {
            if (line.startsWith("weir: ready on http://127.0.0.1:")) {
                port = Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:([0-9]+).*", "$1"));
                return;
            }
        }
    }

    /** Whether it said that it is ready. */
    boolean wasReady() {
        return port != 0;
    }

    Process process() {
        return process;
    }

    String url(String source) {
        return "http://127.0.0.1:" + port + "/" + source;
    }

    /** What {@code /-/health} answers. */
    Map<String, ?> health(HttpClient http) throws IOException, InterruptedException, JsonException {
        return Json.readObject(http.send(
                        HttpRequest.newBuilder(URI.create(url("-/health"))).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
