package io.weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The server of moto, a process of this machine that {@code moto/start} installs from PyPI. Closing ends it. */
final class Moto implements AutoCloseable {
    /** The first start installs 300 MB. */
    private static final Duration START = Duration.ofMinutes(10);

    private final Process process;
    private final URI endpoint;
    private final Thread hook;

    private Moto(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        // Also when this JVM is ended from outside.
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param project the project's folder
     * @param work takes its log
     */
    static Moto start(Path project, Path work) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = Files.createDirectories(work).resolve("moto.log");
        Process process = new ProcessBuilder(
                        project.resolve("system-tests/moto/start").toString(), String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        Moto started = new Moto(process, URI.create("http://127.0.0.1:" + port));
        await("moto").atMost(START).pollInterval(Duration.ofMillis(500)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("moto did not start; the end of " + log + ":\n"
                        + Commands.lastLines(log) + "\nIt comes from PyPI into a Python 3.13 environment.");
            }
            return LocalStack.answers(started.endpoint.resolve("/moto-api/"));
        });
        return started;
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
