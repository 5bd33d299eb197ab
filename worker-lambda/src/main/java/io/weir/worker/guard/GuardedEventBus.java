package io.weir.worker.guard;

import io.weir.action.PermanentFailureException;
import io.weir.worker.action.EventBus;
import java.io.IOException;
import java.time.Instant;

/** An event bus behind a guard. */
public final class GuardedEventBus implements EventBus {
    private final EventBus bus;
    private final Guard guard;

    public GuardedEventBus(EventBus bus, Guard guard) {
        this.bus = bus;
        this.guard = guard;
    }

    @Override
    public void put(String name, String source, String detailType, String detail, Instant time)
            throws IOException, PermanentFailureException {
        guard.run(() -> bus.put(name, source, detailType, detail, time));
    }
}
