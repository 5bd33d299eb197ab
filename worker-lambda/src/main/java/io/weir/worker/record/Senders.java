package io.weir.worker.record;

import io.weir.envelope.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells by SQS' own {@code SenderId} whose word a record's attributes are. Raw delivery of SNS makes message attributes of
 * what a publisher chose, so a publisher could otherwise say when a request was received, and at which source.
 */
public final class Senders {
    /** The principal as which SNS puts messages on queues. Other regions have others: see {@link #Senders}. */
    private static final String SNS = "AIDAIT2UOQQY3AUEKVGXU";

    /** How the id of an assumed role begins: the door, the worker, and who redrives by a role. */
    private static final String ROLE = "AROA";

    /** An account's root, or an emulator of SQS; a service has an id of letters and digits. */
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** What stands before a name that is not the door's word. */
    private static final String FOREIGN = "raw-";

    private final boolean rolesOnly;

    /**
     * @param doorRoleId the unique id of the door's role, or null. If it is given, the door is known to send by a role, and
     *     so only senders with a role (or an account itself) are believed, whichever region's SNS sends.
     */
    public Senders(@Nullable String doorRoleId) {
        this.rolesOnly = doorRoleId != null;
    }

    /** Whether someone sent it who can be neither the door nor the worker. */
    public boolean isForeign(QueueRecord record) {
        String sender = record.senderId();
        if (sender == null) {
            return false;
        }
        return isSns(record)
                || (rolesOnly
                        && !sender.startsWith(ROLE)
                        && !ACCOUNT.matcher(sender).matches());
    }

    /** Whether SNS put it on the queue, as far as its id is known. */
    public boolean isSns(QueueRecord record) {
        return SNS.equals(record.senderId());
    }

    /** The record under names that no later delivery takes for the door's: the worker, which sends it on, has a role. */
    public QueueRecord harmless(QueueRecord record) {
        if (!isForeign(record)) {
            return record;
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        record.attributes()
                .forEach((name, value) -> attributes.put(Attributes.isOwn(name) ? FOREIGN + name : name, value));
        return record.toBuilder().attributes(attributes).build();
    }
}
