package io.weir.benchmarks.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.JavaCommand;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.WeirSources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A door on Node that puts requests on a queue, ElasticMQ as the queue, and a loop that works on one after the other. */
public final class NodeLoop implements Peer {
    private static final Pattern READY = Pattern.compile("ready on ([0-9]+)");

    @Override
    public String name() {
        return "node";
    }

    @Override
    public Optional<String> lack() {
        return Tools.find("node").isPresent() ? Optional.empty() : Optional.of("no node on the path");
    }

    @Override
    public String about() throws IOException {
        return "Node " + Tools.firstLine(Tools.find("node").orElseThrow().toString(), "--version")
                + ", ElasticMQ in memory, a sequential loop that verifies and writes a file; nothing is flushed";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        List<Child> children = new ArrayList<>();
        try {
            Child queue = Child.start(folder, Map.of(), JavaCommand.of(ElasticMq.class.getName(), "-Xmx512m"));
            children.add(queue);
            String endpoint = "http://127.0.0.1:" + queue.awaitLine(READY) + "/";
            String url = createQueue(endpoint);
            String kept = Files.createDirectories(folder.resolve("kept")).toString();
            String secret = new String(WeirSources.secret(), US_ASCII);
            Child loop = Child.start(folder, Map.of(), command(lab, "node_loop.mjs", endpoint, url, kept, secret));
            children.add(loop);
            loop.awaitLine(Pattern.compile("ready"));
            Child door = Child.start(folder, Map.of(), command(lab, "node_door.mjs", endpoint, url));
            children.add(door);
            return new Door(Integer.parseInt(door.awaitLine(READY)), "/github", List.copyOf(children));
        } catch (IOException | RuntimeException e) {
            children.forEach(Child::close);
            throw e;
        }
    }

    private static List<String> command(Lab lab, String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Tools.find("node").orElseThrow().toString());
        command.add(lab.root().resolve("benchmarks/peers").resolve(script).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String createQueue(String endpoint) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint))
                    .header("content-type", "application/x-amz-json-1.0")
                    .header("x-amz-target", "AmazonSQS.CreateQueue")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("QueueName", "queue"))))
                    .build();
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (Json.readObject(answer).get("QueueUrl") instanceof String url) {
                return url;
            }
            throw new IOException("ElasticMQ made no queue");
        } catch (JsonException e) {
            throw new IOException("ElasticMQ answered no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
