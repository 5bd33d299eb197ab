package io.weir.cli.send;

import io.weir.operations.Operations;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.remote.AdminFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the {@code weir run} of a data folder knows of its requests. */
public final class RunningOutcomes implements Outcomes, AutoCloseable {
    private final Operations operations;

    private RunningOutcomes(Operations operations) {
        this.operations = operations;
    }

    /**
     * Finds the running weir.
     *
     * @throws UnreachableException if none runs on this folder, or its console is off
     */
    public static RunningOutcomes of(Path data) throws IOException {
        Operations found = AdminFile.find(data);
        if (found == null) {
            throw new UnreachableException("--wait: no weir run with a console answers for the data folder " + data
                    + ", so nobody can tell the outcome; nothing was sent");
        }
        return new RunningOutcomes(found);
    }

    @Override
    public @Nullable RequestSummary of(String id) throws IOException {
        RequestLife life = operations.show(id);
        return life == null ? null : life.request();
    }

    @Override
    public void close() throws IOException {
        operations.close();
    }
}
