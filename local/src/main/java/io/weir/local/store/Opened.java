package io.weir.local.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was opened so far. It is closed in reverse order, and all of it, even when one step fails. Not thread-safe. */
public final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    public <T extends AutoCloseable> T add(T resource) {
        all.push(resource);
        return resource;
    }

    /**
     * Closes everything. A second call does nothing.
     *
     * @throws IOException or a runtime exception: the first fault, with those that followed as suppressed ones
     */
    @Override
    public void close() throws IOException {
        Exception fault = closeAll();
        switch (fault) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException runtime -> throw runtime;
            default -> throw new IOException("cannot close: " + fault, fault);
        }
    }

    /** Closes everything because a later step failed; what fails now is added to that fault. */
    public void closeAfter(Throwable fault) {
        Exception another = closeAll();
        if (another != null) {
            fault.addSuppressed(another);
        }
    }

    private @Nullable Exception closeAll() {
        Exception first = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
