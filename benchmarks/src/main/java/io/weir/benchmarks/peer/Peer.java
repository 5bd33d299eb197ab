package io.weir.benchmarks.peer;

import io.weir.benchmarks.process.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Something that takes webhooks on this machine. */
public interface Peer {
    /** How results call it. */
    String name();

    /** Why it cannot be measured here, if so. */
    Optional<String> lack();

    /** What it is, by version and command. */
    String about() throws IOException;

    /** Starts it with its data in this folder. */
    Door open(Lab lab, Path folder) throws IOException;
}
