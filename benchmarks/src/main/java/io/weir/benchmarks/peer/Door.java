package io.weir.benchmarks.peer;

import io.weir.benchmarks.load.Requests;
import io.weir.benchmarks.load.SignedRequests;
import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.WeirSources;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What listens, and the processes behind it.
 *
 * @param path to which to post
 * @param settling waits until what was accepted is done
 */
public record Door(int port, String path, List<Child> children, Settling settling) implements AutoCloseable {
    /** Waits until what was accepted is done, or for a while. */
    @FunctionalInterface
    public interface Settling {
        /** Waits. */
        void settle() throws IOException, InterruptedException;
    }

    /** One of which nobody can tell what it still has to do. */
    public Door(int port, String path, List<Child> children) {
        this(port, path, children, () -> {});
    }

    /** Waits until what was accepted is done, or for a while. */
    public void settle() throws IOException, InterruptedException {
        settling.settle();
    }

    /** Bodies of so many bytes for it. */
    public Supplier<Requests> requests(int bodyBytes) {
        return () -> new SignedRequests(List.of(path), WeirSources.secret(), bodyBytes);
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
