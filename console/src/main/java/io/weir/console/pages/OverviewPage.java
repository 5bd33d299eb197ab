package io.weir.console.pages;

import io.weir.console.show.CommandLines;
import io.weir.console.show.Spark;
import io.weir.console.show.Times;
import io.weir.console.show.Words;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.Status.BreakerStatus;
import io.weir.operations.Status.PollerStatus;
import io.weir.operations.Status.QueueStatus;
import io.weir.operations.Status.SourceStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the whole is, and what someone should look at. */
final class OverviewPage {
    /** Which downstreams an action calls, by the names of their breakers; another action has a breaker of its own name. */
    private static final Map<String, String> DOWNSTREAMS =
            Map.of("email", "mail", "archive", "bucket", "eventbridge", "bus", "http", "http");

    private static final Duration LONGEST_POLL = Duration.ofMinutes(2);
    private static final int FULL_PERCENT = 95;

    private final Desk desk;

    OverviewPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * Something to look at.
     *
     * @param isBad whether requests may be lost or wait because of it
     * @param link where more is to be seen, or null
     */
    record Alert(
            boolean isBad,
            String text,
            @Nullable String link,
            @Nullable String linkText) {}

    /** A line of the table. */
    record Row(SourceStatus source, Spark spark, String test, List<BreakerStatus> open) {
        long count(State... states) {
            long sum = 0;
            for (State state : states) {
                sum += source.lastDay().getOrDefault(state, 0L);
            }
            return sum;
        }
    }

    /** What the page shows. */
    record View(Status status, List<Alert> alerts, List<Row> rows) {}

    View view() throws IOException {
        Status status = desk.operations().status();
        List<Row> rows = status.sources().stream()
                .map(source -> new Row(
                        source, Spark.of(source.hours()), CommandLines.test(source.name()), open(status, source)))
                .toList();
        return new View(status, alerts(status, desk.now()), rows);
    }

    private static boolean calls(String action, String downstream) {
        String kind = DOWNSTREAMS.getOrDefault(action, action);
        return downstream.equals(kind) || downstream.startsWith(kind + ":");
    }

    private static List<BreakerStatus> open(Status status, SourceStatus source) {
        return status.breakers().stream()
                .filter(breaker -> breaker.isOpen()
                        && source.actions().stream().anyMatch(action -> calls(action, breaker.downstream())))
                .toList();
    }

    static List<Alert> alerts(Status status, Instant now) {
        List<Alert> alerts = new ArrayList<>();
        if (!status.isUp()) {
            alerts.add(new Alert(true, "Requests cannot be accepted now.", null, null));
        }
        letters(status, "dead", "dead letter", "dead letters", "/dead", alerts);
        letters(status, "unproven", "unproven letter", "unproven letters", "/unproven", alerts);
        status.pollers().forEach(poller -> lost(poller, now, alerts));
        disk(status, alerts);
        for (BreakerStatus breaker : status.breakers()) {
            if (breaker.isOpen()) {
                String since = Times.ago(breaker.since(), now);
                alerts.add(new Alert(
                        true, "The breaker of " + breaker.downstream() + " opened " + since + ".", null, null));
            }
        }
        for (SourceStatus source : status.sources()) {
            if (source.secret() == Status.Secret.MISSING) {
                String link = SourcesPage.path(source.name());
                alerts.add(
                        new Alert(true, "The secret of " + source.name() + " was not found.", link, "Show the source"));
            }
        }
        status.warnings().forEach(warning -> alerts.add(new Alert(false, warning, null, null)));
        return alerts;
    }

    private static void letters(Status status, String queue, String one, String many, String link, List<Alert> alerts) {
        long count = status.queues().stream()
                .filter(it -> it.name().equals(queue))
                .mapToLong(QueueStatus::waiting)
                .sum();
        if (count > 0) {
            boolean isBad = queue.equals("dead");
            String verb = count == 1 ? " waits" : " wait";
            alerts.add(new Alert(isBad, Words.count(count, one, many) + verb + " for you.", link, "Show what failed"));
        }
    }

    private static void lost(PollerStatus poller, Instant now, List<Alert> alerts) {
        if (!poller.isAlive()) {
            alerts.add(new Alert(
                    true, "The poller of " + poller.name() + " has ended: nothing is taken there.", null, null));
        } else if (poller.lastPollAt() != null
                && poller.lastPollAt().plus(LONGEST_POLL).isBefore(now)) {
            String last = Times.ago(poller.lastPollAt(), now);
            alerts.add(new Alert(
                    true, "The poller of " + poller.name() + " last asked its queue " + last + ".", null, null));
        }
    }

    private static void disk(Status status, List<Alert> alerts) {
        Status.DiskStatus disk = status.disk();
        if (disk != null && disk.total() > 0 && (disk.total() - disk.free()) * 100 >= disk.total() * FULL_PERCENT) {
            String text = "The disk of " + disk.folder() + " is nearly full: " + Words.size(disk.free()) + " of "
                    + Words.size(disk.total()) + " are free.";
            alerts.add(new Alert(true, text, null, null));
        }
    }
}
