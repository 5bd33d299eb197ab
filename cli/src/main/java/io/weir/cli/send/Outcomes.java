package io.weir.cli.send;

import io.weir.operations.RequestSummary;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where one asks what became of a request. */
@FunctionalInterface
public interface Outcomes {
    /**
     * The request as it is now.
     *
     * @param id as the door gave it
     * @return null if it is not known there
     * @throws IOException if nobody can be asked
     */
    @Nullable
    RequestSummary of(String id) throws IOException;
}
