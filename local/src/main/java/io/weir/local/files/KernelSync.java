package io.weir.local.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Forces a group of files and folders. A few are forced one by one; many by one call that writes all that their file system
 * has in memory, where there is such a call. That writes what other processes left there, too: where it takes long, it is
 * not used again for a while. Not thread-safe.
 */
final class KernelSync implements SharedFlush.Sync {
    /** A file system that can be written as a whole. */
    @FunctionalInterface
    interface Whole {
        void sync() throws IOException;
    }

    /** Finds the file system of a path, unless it cannot be written as a whole. */
    @FunctionalInterface
    interface Finder {
        Optional<Whole> find(Path path);
    }

    /** From so many on the one call was faster, and asked less of the disk: docs/adr/0016. */
    static final int MANY = 4;

    /** Two files and two folders take some milliseconds; what takes so long writes what is not ours. */
    static final Duration LONG = Duration.ofMillis(250);

    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 64;

    private final Disk.Sync each;
    private final Finder finder;
    private final LongSupplier nanoTime;
    private final ExecutorService threads;
    private final Map<Object, Optional<Whole>> found = new HashMap<>();
    private long pausedAt;
    private boolean paused;

    KernelSync(Disk.Sync each, Finder finder, LongSupplier nanoTime) {
        this.each = each;
        this.finder = finder;
        this.nanoTime = nanoTime;
        this.threads = threads();
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "disk-sync");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public void force(Set<Path> paths) throws IOException {
        if (paths.size() < MANY || isPaused()) {
            each(List.copyOf(paths));
            return;
        }
        for (Map.Entry<Object, List<Path>> device : byDevice(paths).entrySet()) {
            List<Path> there = device.getValue();
            Optional<Whole> whole = there.size() < MANY
                    ? Optional.empty()
                    : found.computeIfAbsent(device.getKey(), key -> finder.find(there.getFirst()));
            if (whole.isPresent()) {
                sync(whole.get());
            } else {
                each(there);
            }
        }
    }

    private static Map<Object, List<Path>> byDevice(Set<Path> paths) throws IOException {
        Map<Object, List<Path>> devices = new HashMap<>();
        for (Path path : paths) {
            try {
                devices.computeIfAbsent(device(path), key -> new ArrayList<>()).add(path);
            } catch (NoSuchFileException e) {
                // Who removed it waits no more.
            }
        }
        return devices;
    }

    private static Object device(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return "not of a Unix";
        }
    }

    private void sync(Whole whole) throws IOException {
        long before = nanoTime.getAsLong();
        whole.sync();
        long after = nanoTime.getAsLong();
        if (after - before > LONG.toNanos()) {
            paused = true;
            pausedAt = after;
        }
    }

    private boolean isPaused() {
        paused = paused && nanoTime.getAsLong() - pausedAt < PAUSE.toNanos();
        return paused;
    }

    /** Many at once: the file system then writes its journal for some of them together. */
    private void each(List<Path> paths) throws IOException {
        if (paths.size() < MANY) {
            for (Path path : paths) {
                one(path);
            }
            return;
        }
        List<Future<?>> under = new ArrayList<>();
        for (Path path : paths) {
            under.add(threads.submit(() -> {
                one(path);
                return path;
            }));
        }
        await(under);
    }

    /** All of them, whatever fails: none may be under way when the next group begins. */
    private static void await(List<Future<?>> under) throws IOException {
        List<Throwable> faults = new ArrayList<>();
        for (Future<?> one : under) {
            try {
                one.get();
            } catch (ExecutionException e) {
                faults.add(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                faults.add(e); // nobody interrupts this thread
            }
        }
        if (!faults.isEmpty()) {
            Throwable first = faults.getFirst();
            throw first instanceof IOException fault ? fault : new IOException(first.toString(), first);
        }
    }

    private void one(Path path) throws IOException {
        try {
            each.force(path);
        } catch (NoSuchFileException e) {
            // Who removed it waits no more.
        }
    }
}
