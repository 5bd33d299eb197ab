package io.weir.local.http;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The ingest function, as the front calls it. Thread-safe. */
public interface DoorFunction {
    /**
     * Answers a request whose head suffices to refuse it.
     *
     * @param head the event without a body
     * @return false if the body is needed; then nothing is written
     */
    boolean refuse(InputStream head, OutputStream answer) throws IOException;

    /** Answers a request whose body is there. */
    void handle(InputStream event, OutputStream answer, Context context) throws IOException;
}
