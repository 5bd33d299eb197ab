package io.weir.worker.inbox;

import io.weir.worker.bucket.Bucket;
import java.io.IOException;

/**
 * What becomes of an object of the inbox once its message has an outcome. Best effort: what stays by mistake is told to the
 * queue again by the sweeper, and settled then. Thread-safe.
 */
public final class SettledInbox {
    private final Bucket bucket;
    private final InboxMarks marks;

    public SettledInbox(Bucket bucket, InboxMarks marks) {
        this.bucket = bucket;
        this.marks = marks;
    }

    /** It is over, whether it was processed or rejected: nobody needs the object any more. */
    public void over(String key) {
        try {
            bucket.delete(key);
        } catch (IOException e) {
            // See above.
        }
    }

    /** Its message lies in another queue, or is about to, and needs the object when it comes back. */
    public void setAside(String key) {
        try {
            marks.setAside(key);
        } catch (IOException e) {
            // See above.
        }
    }
}
