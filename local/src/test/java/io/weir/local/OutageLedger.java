package io.weir.local;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.SimulatedPeers.Downstream;
import io.weir.local.SimulatedPeers.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What became of each event of an outage.
 *
 * @param given why an event was given up, by its id
 * @param archived how many objects of the archive hold an event
 * @param faults what must not be
 */
record OutageLedger(
        Outage outage,
        SimulatedPeers peers,
        Map<String, String> given,
        Map<String, Integer> archived,
        List<String> faults) {
    /** About the end of the outage, and between the door and the first attempt. */
    private static final Duration BLURRED = Duration.ofMinutes(1);

    static OutageLedger compare(Outage outage, Map<String, Instant> sent, SimulatedPeers peers, SimulatedWeir weir) {
        boolean isProven = outage.of().isProven();
        OutageLedger ledger = new OutageLedger(
                outage, peers, given(isProven ? weir.dead() : weir.unproven()), peers.archived(), new ArrayList<>());
        for (Message message : isProven ? weir.unproven() : weir.dead()) {
            ledger.faults.add("in the wrong queue: " + message.messageAttributes());
        }
        sent.forEach(ledger::check);
        return ledger;
    }

    /** One may lie there twice where the process was killed in between: to redrive both is to act once. */
    private static Map<String, String> given(List<Message> messages) {
        Map<String, String> given = new HashMap<>();
        for (Message message : messages) {
            String failure = message.messageAttributes().containsKey("failure")
                    ? message.messageAttributes().get("failure").stringValue()
                    : "without a reason";
            given.put(SimulatedRequests.id(message.body()), failure);
        }
        return given;
    }

    private void check(String id, Instant at) {
        String failure = given.get(id);
        Instant end = at.plus(OutageSimulation.RETRY_FOR);
        if (failure == null) {
            Instant done = peers.lastEffect(id);
            boolean isOver = end.isBefore(outage.end().minus(BLURRED));
            if (isOver && !done.isBefore(outage.end())) { // what a cache helped was done before
                faults.add(id + " of " + at + " was done at " + done + ", although its time was over");
            }
        } else {
            if (end.isAfter(outage.end().plus(BLURRED)) || at.isBefore(outage.begin())) {
                faults.add(id + " of " + at + " was given up: " + failure);
            }
            if (!tellsWhy(failure)) {
                faults.add(id + " does not tell why it was given up: " + failure);
            }
        }
        checkEffects(id, failure == null);
    }

    private void checkEffects(String id, boolean isDone) {
        List<Downstream> expected = switch (outage.of()) {
            case SNS -> List.of(Downstream.SNS);
            case CERTIFICATES -> List.of(Downstream.MAIL);
            default -> List.of(Downstream.BUCKET, Downstream.MAIL, Downstream.HTTP, Downstream.BUS);
        };
        int achieved = 0;
        for (Downstream at : expected) {
            int count = at == Downstream.BUCKET ? archived.getOrDefault(id, 0) : peers.count(at, id);
            achieved += count > 0 ? 1 : 0;
            if (count > 1 && at != Downstream.SNS) { // SNS answers the same to a confirmation that is repeated
                faults.add(id + " had its effect at " + at + " " + count + " times");
            }
        }
        if (isDone != (achieved == expected.size())) {
            faults.add(id + (isDone ? " is lost: " : " was given up and done: ") + achieved + " of " + expected.size()
                    + " effects");
        }
    }

    private boolean tellsWhy(String failure) {
        try {
            Map<?, ?> json = Json.readObject(failure);
            return outage.of().reason().equals(json.get("reason"))
                    && String.valueOf(json.get("detail")).contains(outage.of() + " is down");
        } catch (JsonException e) {
            return false;
        }
    }
}
