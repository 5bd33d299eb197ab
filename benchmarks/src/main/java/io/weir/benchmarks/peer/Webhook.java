package io.weir.benchmarks.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Ports;
import io.weir.benchmarks.process.WeirSources;
import io.weir.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** adnanh/webhook: verifies a signature and runs a command for each request, here one that keeps the body and flushes it. */
public final class Webhook implements Peer {
    private static final String BINARY = "WEIR_BENCH_WEBHOOK";

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Optional<String> lack() {
        return Tools.named(BINARY).isPresent()
                ? Optional.empty()
                : Optional.of("no Go, or its module could not be fetched");
    }

    @Override
    public String about() throws IOException {
        return Tools.firstLine(Tools.named(BINARY).orElseThrow().toString(), "-version")
                + ", runs a command that writes a file with fsync";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        int port = Ports.free();
        Path hooks = Files.writeString(folder.resolve("hooks.json"), Json.write(List.of(hook(lab, folder))));
        Child child = Child.start(
                folder,
                Map.of(),
                List.of(
                        Tools.named(BINARY).orElseThrow().toString(),
                        "-ip",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(port),
                        "-hooks",
                        hooks.toString()));
        try {
            child.await(() -> Ports.answers(port));
            return new Door(port, "/hooks/github", List.of(child));
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** It answers when the command has ended, because it is told to answer with what that prints. */
    private static Map<String, Object> hook(Lab lab, Path folder) throws IOException {
        Map<String, Object> signature = Map.of(
                "type",
                "payload-hmac-sha256",
                "secret",
                new String(WeirSources.secret(), US_ASCII),
                "parameter",
                Map.of("source", "header", "name", "X-Hub-Signature-256"));
        return Map.of(
                "id",
                "github",
                "execute-command",
                lab.root().resolve("benchmarks/peers/keep").toString(),
                "command-working-directory",
                Files.createDirectories(folder.resolve("kept")).toString(),
                "include-command-output-in-response",
                true,
                "pass-arguments-to-command",
                List.of(Map.of("source", "header", "name", "X-Github-Delivery"), Map.of("source", "entire-payload")),
                "trigger-rule",
                Map.of("match", signature));
    }
}
