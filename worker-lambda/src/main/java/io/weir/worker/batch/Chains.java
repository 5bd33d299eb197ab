package io.weir.worker.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a batch must run one after the other. */
final class Chains {
    private Chains() {}

    /** The records of a group of a FIFO queue are one chain, in order. Any other record is a chain by itself. */
    static List<List<Attempt>> of(Iterable<Attempt> attempts) {
        List<List<Attempt>> chains = new ArrayList<>();
        Map<String, List<Attempt>> groups = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            String group = attempt.record().groupId();
            if (attempt.record().isFifo()) {
                groups.computeIfAbsent(group == null ? "" : group, ignored -> new ArrayList<>())
                        .add(attempt);
            } else {
                chains.add(List.of(attempt));
            }
        }
        chains.addAll(groups.values());
        return chains;
    }
}
