package io.weir.benchmarks.peer;

import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A door of twenty lines on Flask and gunicorn: each request becomes a file that is flushed before the answer. */
public final class Flask implements Peer {
    private static final String GUNICORN = "WEIR_BENCH_GUNICORN";

    @Override
    public String name() {
        return "flask";
    }

    @Override
    public Optional<String> lack() {
        return Tools.named(GUNICORN).isPresent()
                ? Optional.empty()
                : Optional.of("no Python with venv, or Flask and gunicorn could not be fetched");
    }

    @Override
    public String about() throws IOException {
        return Tools.firstLine(Tools.named(GUNICORN).orElseThrow().toString(), "--version")
                + ", 2 processes of 32 threads; a file a request with fsync; verifies nothing";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        int port = Ports.free();
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Child child = Child.start(
                folder,
                Map.of("KEPT", kept.toString()),
                List.of(
                        Tools.named(GUNICORN).orElseThrow().toString(),
                        "--chdir",
                        lab.root().resolve("benchmarks/peers").toString(),
                        "--bind",
                        "127.0.0.1:" + port,
                        "--workers",
                        "2",
                        "--threads",
                        "32",
                        "--keep-alive",
                        "60",
                        "--log-level",
                        "warning",
                        "flask_door:app"));
        try {
            child.await(() -> Ports.answers(port));
            return new Door(port, "/github", List.of(child));
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }
}
