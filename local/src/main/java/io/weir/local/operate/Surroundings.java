package io.weir.local.operate;

import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.operations.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is around the store: the running process, or none where only the folder is opened. Thread-safe. */
public interface Surroundings {
    Sources sources();

    /** Where the sender of a source posts, or null if nothing listens. */
    @Nullable
    String url(Source source);

    List<Status.PollerStatus> pollers();

    List<Status.BreakerStatus> breakers();

    /** What someone should look at, a sentence each. */
    List<String> warnings();
}
