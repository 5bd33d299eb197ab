package io.weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A LocalStack: the one that AWS_ENDPOINT_URL names; else a container, where a Docker engine answers; else a process of this
 * machine that {@code localstack/start} installs from PyPI. Closing ends what was started.
 */
final class LocalStack implements AutoCloseable {
    static final String REGION = "eu-central-1";

    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");
    private static final int PORT = 4566;
    private static final String DOCKER_SOCKET = "/var/run/docker.sock";

    /** The first start installs 550 MB. */
    private static final Duration START = Duration.ofMinutes(10);

    private final URI endpoint;
    private final String hostSeenFromThere;
    private final AutoCloseable ending;

    private LocalStack(URI endpoint, String hostSeenFromThere, AutoCloseable ending) {
        this.endpoint = endpoint;
        this.hostSeenFromThere = hostSeenFromThere;
        this.ending = ending;
    }

    /**
     * @param project the project's folder
     * @param work takes what the process writes
     * @param callback port of this process that LocalStack is to reach
     */
    static LocalStack start(Path project, Path work, int callback) throws IOException {
        String running = System.getenv("AWS_ENDPOINT_URL");
        if (running != null && !running.isBlank()) {
            LocalStack named = new LocalStack(URI.create(running), "127.0.0.1", () -> {});
            if (!named.isUp()) {
                throw new IllegalStateException(
                        "AWS_ENDPOINT_URL names " + running + ", but no LocalStack answers there");
            }
            return named;
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container(callback) : process(project, work);
    }

    @SuppressWarnings("resource") // close() ends it
    private static LocalStack container(int callback) {
        Testcontainers.exposeHostPorts(callback);
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(PORT)
                .withEnv("SQS_ENDPOINT_STRATEGY", "off")
                .withEnv("LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC", "1")
                .withEnv("DISABLE_EVENTS", "1")
                .withFileSystemBind(
                        DOCKER_SOCKET, DOCKER_SOCKET, BindMode.READ_WRITE) // it runs functions as containers
                .waitingFor(Wait.forHttp("/_localstack/health").forPort(PORT))
                .withStartupTimeout(START);
        container.start();
        return new LocalStack(
                URI.create("http://127.0.0.1:" + container.getMappedPort(PORT)),
                "host.testcontainers.internal",
                container::stop);
    }

    private static LocalStack process(Path project, Path work) throws IOException {
        int port = freePort();
        Path log = Files.createDirectories(work).resolve("localstack.log");
        Process process = new ProcessBuilder(
                        project.resolve("system-tests/localstack/start").toString(),
                        work.resolve("localstack").toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        // Also when this JVM is ended from outside.
        Thread hook = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(hook);
        LocalStack started = new LocalStack(URI.create("http://127.0.0.1:" + port), "127.0.0.1", () -> {
            end(process);
            Runtime.getRuntime().removeShutdownHook(hook);
        });
        await("LocalStack").atMost(START).pollInterval(Duration.ofMillis(500)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("""
                        LocalStack did not start; the end of %s:
                        %s
                        It comes from PyPI into a Python 3.13 environment, or as a container where a Docker engine answers, or a \
                        running one is named by AWS_ENDPOINT_URL. Install one of these.""".formatted(log, Commands.lastLines(log)));
            }
            return started.isUp();
        });
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The functions' JVMs end with it, and DynamoDB Local is one of its children. */
    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isUp() {
        return answers(endpoint.resolve("/_localstack/health"));
    }

    /** Whether this answers 200, within 5 s. */
    static boolean answers(URI url) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(url)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** The name under which LocalStack reaches servers of this process. */
    String hostSeenFromThere() {
        return hostSeenFromThere;
    }

    @Override
    public void close() throws Exception {
        ending.close();
    }
}
