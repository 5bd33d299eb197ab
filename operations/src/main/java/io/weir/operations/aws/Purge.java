package io.weir.operations.aws;

import io.weir.operations.Filter;
import io.weir.operations.Purged;
import io.weir.operations.State;
import io.weir.operations.aws.Letters.Fate;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deletes the content of requests from every queue and from the bucket. */
final class Purge {
    private final AwsAccount account;
    private final Deployment deployment;
    private final Requests requests;
    private final Envelopes envelopes;
    private final Run run;

    Purge(AwsAccount account, Deployment deployment, Requests requests, Envelopes envelopes, Run run) {
        this.account = account;
        this.deployment = deployment;
        this.requests = requests;
        this.envelopes = envelopes;
        this.run = run;
    }

    Purged purge(Filter filter) throws IOException {
        Targets targets = Targets.of(filter, requests);
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (String name : new TreeMap<>(deployment.queues()).keySet()) {
            deleted.put(name, queue(name, targets));
        }
        BucketPurge bucket = new BucketPurge(account.s3(), deployment.bucket(), envelopes, targets, run);
        deleted.put("inbox", bucket.inbox());
        deleted.put("archive", bucket.archive());
        deleted.put("rejected", bucket.rejected());
        return new Purged(deleted, outOfReach());
    }

    private long queue(String name, Targets targets) throws IOException {
        State state = switch (name) {
            case "dead" -> State.DEAD;
            case "unproven" -> State.UNPROVEN;
            case "retry", "retry-unproven" -> State.RETRYING;
            default -> State.WAITING;
        };
        Letters letters = new Letters(account.sqs(), deployment.queue(name), state);
        long[] count = {0};
        long before;
        boolean isAll;
        do {
            before = count[0];
            isAll = letters.look(letter -> {
                if (run.isOver()) {
                    return Fate.ENOUGH;
                }
                if (!targets.admits(letter, envelopes)) {
                    return Fate.GIVEN_BACK;
                }
                letters.delete(letter);
                count[0]++;
                run.done();
                return Fate.GONE;
            });
        } while (!isAll && before != count[0] && !run.isOver());
        return count[0];
    }

    private static List<String> outOfReach() {
        return List.of(
                "Log lines hold ids, types, reasons and details of what failed; they go with the retention of their log groups.",
                "Mails that were sent, and what was forwarded, to other hosts or an event bus, is where it was sent to.",
                "Messages that the worker has now, or that wait hidden for their next attempt, cannot be received: purge again"
                        + " once they are over.",
                "Traces of X-Ray, backups and copies that someone else made of the bucket or of a queue are not known here.",
                "The table of claims holds digests, and ids of messages, but no content.");
    }
}
