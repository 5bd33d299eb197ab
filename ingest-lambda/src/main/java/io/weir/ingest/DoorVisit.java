package io.weir.ingest;

import io.weir.envelope.source.Source;
import io.weir.ingest.event.HttpEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A visit at the door, each of whose answers is logged once. */
final class DoorVisit implements Visit {
    private final Door door;
    private final RequestLog log;
    private final HttpEvent head;
    private final Door.Look look;
    private final long start = System.nanoTime();

    DoorVisit(Door door, RequestLog log, HttpEvent head) {
        this.door = door;
        this.log = log;
        this.head = head;
        this.look = door.look(head);
    }

    @Override
    public @Nullable Answer refusal() {
        Answer refusal = look.refusal();
        return refusal == null || look.bodyDecides() ? null : logged(refusal, 0, start);
    }

    @Override
    public int maxBytes() {
        Source source = look.source();
        return source == null ? 0 : source.maxBytes();
    }

    @Override
    public Answer take(byte[] body) {
        long begun = System.nanoTime();
        return logged(door.answer(look, head.withBody(body), null), body.length, begun);
    }

    @Override
    public Answer refuseTooLarge() {
        return logged(Answer.TOO_LARGE, 0, System.nanoTime());
    }

    @Override
    public LargeBody takeLarge() {
        return new Large(door.begin(Objects.requireNonNull(look.source()), look, head));
    }

    private Answer logged(Answer answer, int bytes, long begun) {
        log.request(look.source(), answer, bytes, Duration.ofNanos(System.nanoTime() - begun));
        return answer;
    }

    /** Counts what comes, for the log. */
    private final class Large implements LargeBody {
        private final Spill spill;
        private int size;

        Large(Spill spill) {
            this.spill = spill;
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            size += bytes.remaining();
            return spill.write(bytes);
        }

        @Override
        public Answer end() {
            long begun = System.nanoTime(); // the time in which the body came is its sender's
            return logged(spill.end(), size, begun);
        }

        @Override
        public void close() {
            spill.close();
        }
    }
}
