package io.weir.cli.text;

import io.weir.operations.Group;
import io.weir.operations.State;
import io.weir.operations.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the whole is now. In a pipe, the first cell of each line says of what it tells. */
public final class StatusText {
    private final Speech speech;
    private final Instant now;

    /** @param now of which ages are reckoned */
    public StatusText(Speech speech, Instant now) {
        this.speech = speech;
        this.now = now;
    }

    /**
     * Prints it.
     *
     * @param stuck groups of what is dead or unproven
     */
    public void print(Status status, List<Group> stuck) {
        part("weir", List.of(row(status.version(), status.isUp() ? "up" : "DOWN")), "version", "state");
        part(
                "queue",
                status.queues().stream()
                        .map(one -> row(one.name(), one.waiting(), one.inHand(), since(one.oldest())))
                        .toList(),
                "queue",
                "waiting",
                "in hand",
                "oldest");
        part(
                "source",
                status.sources().stream().map(this::source).toList(),
                "source",
                "scheme",
                "secret",
                "last",
                "waits since",
                "24 h",
                "url");
        part(
                "stuck",
                stuck.stream().map(this::group).toList(),
                "state",
                "source",
                "count",
                "oldest",
                "reason",
                "detail");
        part(
                "poller",
                status.pollers().stream()
                        .map(one -> row(one.name(), one.isAlive() ? "alive" : "LOST", since(one.lastPollAt())))
                        .toList(),
                "poller",
                "state",
                "asked");
        part(
                "breaker",
                status.breakers().stream()
                        .map(one -> row(one.downstream(), one.isOpen() ? "OPEN" : "closed", since(one.since())))
                        .toList(),
                "breaker",
                "state",
                "since");
        Status.DiskStatus disk = status.disk();
        if (disk != null) {
            part(
                    "disk",
                    List.of(row(disk.folder(), size(disk.used()), size(disk.free()), size(disk.total()))),
                    "folder",
                    "used",
                    "free",
                    "total");
        }
        part("warning", status.warnings().stream().map(StatusText::row).toList(), "warning");
    }

    private void part(String name, List<? extends List<? extends @Nullable Object>> rows, String... header) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (List<? extends @Nullable Object> row : rows) {
            List<@Nullable Object> cells = new ArrayList<>(row);
            if (!speech.isPeople()) {
                cells.addFirst(name);
            }
            all.add(cells);
        }
        new Table(speech, 1, header).print(all);
        if (speech.isPeople()) {
            speech.line("");
        }
    }

    private List<@Nullable Object> source(Status.SourceStatus source) {
        String secret = switch (source.secret()) {
            case NONE -> "none needed";
            case FOUND -> "found";
            case MISSING -> "MISSING";
            case UNKNOWN -> "not looked for";
        };
        StringBuilder day = new StringBuilder();
        for (State state : State.values()) {
            long count = source.lastDay().getOrDefault(state, 0L);
            if (count > 0) {
                day.append(day.isEmpty() ? "" : " ").append(count).append(' ').append(state.text());
            }
        }
        return row(
                source.name(),
                source.scheme(),
                secret,
                since(source.lastReceivedAt()),
                since(source.oldestWaiting()),
                day.toString(),
                source.url());
    }

    private List<@Nullable Object> group(Group group) {
        return row(
                group.state().text(),
                group.source(),
                group.count(),
                since(group.oldest()),
                group.reason(),
                group.detail());
    }

    private @Nullable Object since(@Nullable Instant time) {
        return speech.isPeople() && time != null ? When.age(time, now) : time;
    }

    private Object size(long bytes) {
        if (!speech.isPeople()) {
            return bytes;
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static List<@Nullable Object> row(@Nullable Object... cells) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell);
        }
        return row;
    }
}
