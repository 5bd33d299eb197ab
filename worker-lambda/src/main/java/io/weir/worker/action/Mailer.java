package io.weir.worker.action;

import java.io.IOException;

/** Sends mail. Thread-safe. */
public interface Mailer {
    /**
     * Sends a plain-text mail to the configured recipients.
     *
     * @throws IOException if it may not have been taken, and a retry may help
     */
    void send(String subject, String text) throws IOException;
}
