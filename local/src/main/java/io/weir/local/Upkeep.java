package io.weir.local;

import io.weir.local.core.Rounds;
import io.weir.local.files.FolderSweep;
import io.weir.local.ledger.Pruning;
import io.weir.local.store.Opened;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is done again and again on a data folder. */
final class Upkeep {
    private static final Duration NOTIFY_PAUSE = Duration.ofSeconds(5);
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);
    private static final Duration WAITING_PAUSE = Duration.ofSeconds(1);
    private static final Duration PRUNE_PAUSE = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final Clock clock;
    private final Consumer<String> warn;

    Upkeep(DataFolder folder, Clock clock, Consumer<String> warn) {
        this.folder = folder;
        this.clock = clock;
        this.warn = warn;
    }

    /** Rounds that are not started yet. */
    List<Rounds> rounds(Retention retention, Pruning.Limits limits, Opened opened) {
        return List.of(
                opened.add(notifier()),
                opened.add(sweeper(retention)),
                opened.add(pruner(retention.ledger(limits))),
                opened.add(new Rounds("waiting", WAITING_PAUSE, folder.ledger()::takeInWaiting, warn)));
    }

    private Rounds notifier() {
        return new Rounds("inbox", NOTIFY_PAUSE, folder.inbox()::notifyPending, warn);
    }

    private Rounds pruner(Pruning.Limits limits) {
        Pruning pruning = new Pruning(folder.store(), folder.bucket(), limits, clock);
        return new Rounds("ledger", PRUNE_PAUSE, pruning::prune, warn);
    }

    private Rounds sweeper(Retention retention) {
        FolderSweep sweep = folder.sweep(retention.bucket(), clock);
        return new Rounds(
                "sweep",
                SWEEP_PAUSE,
                () -> {
                    sweep.sweep();
                    for (Map.Entry<String, Duration> age : retention.folders().entrySet()) {
                        FolderSweep.sweep(
                                folder.path().resolve(age.getKey()),
                                clock.instant().minus(age.getValue()));
                    }
                },
                warn);
    }
}
