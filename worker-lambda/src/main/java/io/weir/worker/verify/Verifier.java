package io.weir.worker.verify;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;

/** Tells whether a request is genuine. Thread-safe. */
@FunctionalInterface
public interface Verifier {
    /**
     * Verifies a request against its source.
     *
     * @return what is known; never null. Anything thrown is a fault, and counts as undecided.
     */
    Verification verify(ReceivedRequest request, Source source);
}
