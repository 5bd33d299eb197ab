package io.weir.worker.record;

import io.weir.envelope.Delivery;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import org.jspecify.annotations.Nullable;

/** A record whose envelope is open: what came, and the source that it belongs to. */
public sealed interface Opened {
    /** The configured source, or null if the record belongs to none. */
    @Nullable
    Source source();

    /** Of the body that it holds, in bytes; 0 if it holds none. */
    default int size() {
        return 0;
    }

    /** A request that the door received, be it on the queue or in the inbox. */
    record Request(Source source, ReceivedRequest request) implements Opened {
        @Override
        public int size() {
            return request.body().length;
        }
    }

    /**
     * A request whose effects are wanted once more.
     *
     * @param voucher an operator's, or what stands in its place
     */
    record Replay(Source source, ReceivedRequest request, String voucher) implements Opened {
        @Override
        public int size() {
            return request.body().length;
        }
    }

    /** A message that SNS itself put on the queue. */
    record Queued(Source source, Delivery.SnsEnvelope message, boolean isBare) implements Opened {
        @Override
        public int size() {
            return message.body().length();
        }
    }

    /** The same, of a message that lies in the inbox under this key. */
    record FromInbox(String key, Opened content) implements Opened {
        @Override
        public @Nullable Source source() {
            return content.source();
        }

        @Override
        public int size() {
            return content.size();
        }
    }

    /** The schedule asks to look for what the inbox forgot. */
    record Sweep() implements Opened {
        @Override
        public @Nullable Source source() {
            return null;
        }
    }

    /** A record with nothing left to verify: its outcome is known once it is open. */
    record Decided(@Nullable Source source, Outcome outcome) implements Opened {
        /** Of a record that belongs to no source. */
        public Decided(Outcome outcome) {
            this(null, outcome);
        }
    }
}
