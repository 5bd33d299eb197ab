package io.weir.cli.conformance.observe;

import java.time.Duration;

/** Of a receiver that says with its status what it believes; it has no effects that anyone could see. */
public final class StatusObserver implements Observer {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public boolean seesEffects() {
        return false;
    }

    @Override
    public int effects(String marker) {
        return 0;
    }

    @Override
    public boolean await(String marker, int effects, Duration time) {
        return effects == 0;
    }

    @Override
    public void close() {}
}
