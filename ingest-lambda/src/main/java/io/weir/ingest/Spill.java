package io.weir.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request on its way to the inbox in parts, or what keeps it from there. Used by one thread. */
final class Spill {
    private final Inbox.@Nullable Upload upload;
    private final Duration answerTime;
    private Answer answer;
    private boolean isDecided;

    private Spill(Inbox.@Nullable Upload upload, Answer answer, Duration answerTime) {
        this.upload = upload;
        this.answer = answer;
        this.isDecided = upload == null;
        this.answerTime = answerTime;
    }

    /** One whose answer is known: nothing is written. */
    static Spill decided(Answer answer) {
        return new Spill(null, answer, Duration.ZERO);
    }

    /**
     * One that begins with these bytes.
     *
     * @param answer once all of it is durable
     * @param answerTime what making it durable may take
     */
    static Spill begin(Inbox inbox, String key, byte[] head, Answer answer, Duration answerTime) {
        Inbox.Upload upload;
        try {
            upload = inbox.begin(key);
        } catch (IOException e) {
            return decided(Answer.UNAVAILABLE);
        }
        Spill spill = new Spill(upload, answer, answerTime);
        spill.write(ByteBuffer.wrap(head));
        return spill;
    }

    /** False if the answer is decided. */
    boolean write(ByteBuffer bytes) {
        if (!isDecided) {
            try {
                Objects.requireNonNull(upload).write(bytes);
            } catch (IOException e) {
                decide(Answer.UNAVAILABLE);
            }
        }
        return !isDecided;
    }

    Answer end() {
        if (!isDecided) {
            try {
                Objects.requireNonNull(upload).finish(answerTime);
                decide(answer);
            } catch (IOException e) {
                decide(Answer.UNAVAILABLE);
            }
        }
        return answer;
    }

    private void decide(Answer value) {
        answer = value;
        isDecided = true;
    }

    void close() {
        if (upload != null) {
            upload.close();
        }
    }
}
