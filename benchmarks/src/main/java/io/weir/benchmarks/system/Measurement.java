package io.weir.benchmarks.system;

import io.weir.benchmarks.process.Lab;
import io.weir.benchmarks.result.Recorder;
import java.io.IOException;

/** One benchmark. */
@FunctionalInterface
public interface Measurement {
    /** Runs all its rounds. */
    void run(Lab lab, Recorder recorder) throws IOException, InterruptedException;
}
