package io.weir.worker.fakes;

import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Waiting;
import io.weir.worker.retry.SlowLane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A slow lane that keeps what it was sent. */
public final class FakeLane implements SlowLane {
    /** What was sent. */
    public record Sent(QueueRecord record, Waiting waiting, Duration delay) {}

    private final String name;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean tooSmall;

    public FakeLane(String name) {
        this.name = name;
    }

    public void setDown(boolean value) {
        down = value;
    }

    /** Whether no message has room for what it would bring along. */
    public void setTooSmall(boolean value) {
        tooSmall = value;
    }

    public List<Sent> sent() {
        return sent;
    }

    @Override
    public boolean holds(QueueRecord record) {
        return record.queueArn().endsWith(":" + name);
    }

    @Override
    public boolean takes(QueueRecord record) {
        return !tooSmall;
    }

    @Override
    public void send(QueueRecord record, Waiting waiting, Duration delay) throws IOException {
        if (down) {
            throw new IOException("down");
        }
        sent.add(new Sent(record, waiting, delay));
    }
}
