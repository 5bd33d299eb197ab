package io.weir.benchmarks.peer;

import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.process.Sink;
import io.weir.benchmarks.process.Weir;
import io.weir.benchmarks.process.WeirSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Weir itself, with the worker on.
 *
 * @param launcher what comes before {@code run}
 * @param sink where the HTTP action posts to, or nothing to archive
 */
public record WeirDoor(String name, List<String> launcher, Optional<Sink> sink) implements Peer {
    private static final long MOST_SECONDS = 40;

    @Override
    public Optional<String> lack() {
        return Optional.empty();
    }

    @Override
    public String about() {
        return (sink.isPresent() ? "action http, to a sink that answers at once" : "action archive")
                + "; verified, on disk at the answer";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        List<Object> actions = sink.map(to -> WeirSources.http(folder, to)).orElse(WeirSources.archive());
        Weir weir = Weir.start(folder, launcher, 1, actions);
        return new Door(weir.port(), WeirSources.paths(1).getFirst(), List.of(weir.child()), () -> settle(weir));
    }

    /** As much as is reasonable: an earlier commit needs minutes for what it accepted in seconds. */
    private static void settle(Weir weir) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (weir.depth().left() > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }
}
