package io.weir.benchmarks.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Ports;
import io.weir.benchmarks.process.WeirSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Convoy, whose binary {@code CONVOY} names, with the Postgres and the Redis to which its own variables
 * ({@code CONVOY_DB_HOST}, {@code CONVOY_REDIS_HOST} and their like) lead: how durable it is at its answer is Redis' setting.
 * {@code CONVOY_SOURCE} is the mask of an ingest source of GitHub's type whose secret is the benchmarks'.
 */
public final class Convoy implements Peer {
    @Override
    public String name() {
        return "convoy";
    }

    @Override
    public Optional<String> lack() {
        if (Tools.named("CONVOY").isEmpty()) {
            return Optional.of("CONVOY names no binary");
        }
        for (String variable : List.of("CONVOY_DB_HOST", "CONVOY_REDIS_HOST", "CONVOY_SOURCE")) {
            if (System.getenv(variable) == null) {
                return Optional.of(variable + " is not set; the secret of the source is "
                        + new String(WeirSources.secret(), US_ASCII));
            }
        }
        return Optional.empty();
    }

    @Override
    public String about() throws IOException {
        return Tools.firstLine(Tools.named("CONVOY").orElseThrow().toString(), "--version")
                + ", server and agent, with the Postgres and Redis of its variables";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        String convoy = Tools.named("CONVOY").orElseThrow().toString();
        int port = Ports.free();
        List<Child> children = new ArrayList<>();
        try {
            children.add(Child.start(
                    folder, Map.of("AGENT_PORT", Integer.toString(Ports.free())), List.of(convoy, "agent")));
            Child server = Child.start(folder, Map.of("PORT", Integer.toString(port)), List.of(convoy, "server"));
            children.add(server);
            server.await(() -> Ports.answers(port));
            return new Door(port, "/ingest/" + System.getenv("CONVOY_SOURCE"), List.copyOf(children));
        } catch (IOException | RuntimeException e) {
            children.forEach(Child::close);
            throw e;
        }
    }
}
