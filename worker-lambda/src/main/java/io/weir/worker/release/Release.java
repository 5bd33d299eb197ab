package io.weir.worker.release;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks versions whether they can be called. With SnapStart a version is {@code Pending} until its snapshot is taken, {@code Failed} if
 * its start failed, and {@code Inactive} once nobody has called it for 14 days: then its next call fails, and wakes it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">SnapStart and Lambda function states</a>
 */
public final class Release {
    /** Between two looks at a version. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** How long Lambda's API may refuse or be silent: a role that was just made is known everywhere within a minute or so. */
    static final Duration FAULTS = Duration.ofMinutes(2);

    /** How often an active version may fail to answer. */
    static final int PINGS = 3;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * What was done.
     *
     * @param released the versions that are active and have answered
     * @param deleted old versions that are gone now
     * @param note why old versions were not deleted; empty if nothing stood in the way
     */
    public record Result(List<String> released, List<String> deleted, String note) {}

    private final Functions functions;
    private final Clock clock;
    private final Pause pause;
    private final Instant end;

    /** @param time how long all may take */
    public Release(Functions functions, Clock clock, Pause pause, Duration time) {
        this.functions = functions;
        this.clock = clock;
        this.pause = pause;
        this.end = clock.instant().plus(time);
    }

    /**
     * Waits until each of these versions is active and has answered, then deletes old ones: not these, not what an alias names, and
     * not the newest.
     *
     * @param keep how many of the newest are kept
     * @throws ReleaseFailedException if one of the versions cannot be called; then nothing is deleted
     */
    public Result release(String function, List<String> versions, int keep) throws InterruptedException {
        for (String version : versions) {
            wake(function, version);
        }
        List<String> deleted = new ArrayList<>();
        try {
            for (String version : old(function, versions, keep)) {
                functions.delete(function, version);
                deleted.add(version);
            }
            return new Result(versions, deleted, "");
        } catch (IOException e) {
            return new Result(versions, deleted, "old versions were not deleted: " + e.getMessage());
        }
    }

    /**
     * Calls every version that an alias of these functions names, so that it stays active.
     *
     * @throws ReleaseFailedException if some of them cannot be called; the others have been called
     */
    public void keepAwake(Collection<String> names) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (String function : names) {
            try {
                for (String version :
                        asked(function + " cannot be asked", () -> new TreeSet<>(functions.named(function)))) {
                    wake(function, version);
                }
            } catch (ReleaseFailedException e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new ReleaseFailedException(String.join("; ", failures));
        }
    }

    private List<String> old(String function, Collection<String> released, int keep) throws IOException {
        Set<String> named = functions.named(function);
        return functions.versions(function).stream()
                .sorted(Comparator.<String>comparingLong(Long::parseLong).reversed())
                .skip(keep)
                .filter(version -> !named.contains(version) && !released.contains(version))
                .toList();
    }

    private void wake(String function, String version) throws InterruptedException {
        String name = "version " + version + " of " + function;
        boolean woken = false;
        int pings = 0;
        while (true) {
            Functions.Version found = asked(name + " cannot be asked", () -> find(function, version));
            switch (found.state()) {
                case "Active" -> {
                    String failure = asked(name + " is active and cannot be called", () -> ping(function, version));
                    if (failure.isEmpty()) {
                        return;
                    }
                    pings++;
                    if (pings >= PINGS) {
                        throw new ReleaseFailedException(name + " is active, and its calls fail: " + failure);
                    }
                }
                case "Failed" -> throw new ReleaseFailedException(name + " is not to be called: " + said(found));
                case "Inactive" -> {
                    if (!woken) {
                        woken = true;
                        wakeUp(function, version);
                    }
                }
                default -> {}
            }
            sleep(name + " is not active yet: " + said(found));
        }
    }

    /** The first call of an inactive version fails and makes it pending. */
    private void wakeUp(String function, String version) {
        try {
            functions.ping(function, version);
        } catch (IOException e) {
            return; // as expected
        }
    }

    private Functions.Version find(String function, String version) throws IOException {
        Functions.Version found = functions.find(function, version);
        if (found == null) {
            throw new ReleaseFailedException(function + " has no version " + version + ": there are "
                    + String.join(", ", functions.versions(function)));
        }
        return found;
    }

    private String ping(String function, String version) throws IOException {
        String failure = functions.ping(function, version);
        return failure == null ? "" : failure;
    }

    private static String said(Functions.Version version) {
        return "State " + version.state() + ", StateReason " + version.reason();
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /** Asks again while what may pass stands in the way, for a while. */
    private <T> T asked(String failure, Question<T> question) throws InterruptedException {
        @Nullable Instant since = null;
        while (true) {
            try {
                return question.ask();
            } catch (IOException e) {
                Instant now = clock.instant();
                since = since == null ? now : since;
                String message = failure + ": " + e.getMessage();
                if (Duration.between(since, now).compareTo(FAULTS) >= 0) {
                    throw new ReleaseFailedException(message);
                }
                sleep(message);
            }
        }
    }

    /** @param otherwise what is said when there is no time left */
    private void sleep(String otherwise) throws InterruptedException {
        if (clock.instant().plus(PAUSE).isAfter(end)) {
            throw new ReleaseFailedException(otherwise);
        }
        pause.sleep(PAUSE);
    }
}
