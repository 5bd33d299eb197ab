package io.weir.worker.guard;

import io.weir.worker.action.Mailer;
import java.io.IOException;

/** A mailer behind a guard. */
public final class GuardedMailer implements Mailer {
    private final Mailer mailer;
    private final Guard guard;

    public GuardedMailer(Mailer mailer, Guard guard) {
        this.mailer = mailer;
        this.guard = guard;
    }

    @Override
    public void send(String subject, String text) throws IOException {
        guard.run(() -> mailer.send(subject, text));
    }
}
