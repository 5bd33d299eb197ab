package io.weir.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares a flush with whom, and who is told when one fails. The first flush waits at a gate. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedFlushTest {
    private static final int WRITERS = 50;

    private final List<Set<Path>> flushed = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable fault;

    private final SharedFlush flush = new SharedFlush(paths -> {
        flushed.add(Set.copyOf(paths));
        Throwable now = fault;
        fault = null;
        passTheGate();
        switch (now) {
            case null -> {}
            case IOException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(now);
        }
    });

    @AfterEach
    void end() throws Exception {
        gate.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void passTheGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes now, and waits for the disk in a thread of its own. */
    private CompletableFuture<Void> force(String path) {
        int mark = flush.mark();
        CompletableFuture<Void> result = new CompletableFuture<>();
        threads.add(Thread.ofPlatform().start(() -> {
            try {
                flush.force(Path.of(path), mark);
                result.complete(null);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }));
        return result;
    }

    private CompletableFuture<Void> first(String path) {
        CompletableFuture<Void> first = force(path);
        await().until(() -> flushed.size() == 1);
        return first;
    }

    private void awaitWaiting() {
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    }

    @Test
    void force_manyWhileAFlushIsUnderWay_shareTheNext() throws Exception {
        CompletableFuture<Void> first = first("first");
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            others.add(force("other" + i));
        }
        awaitWaiting();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        gate.countDown();

        first.get();
        for (CompletableFuture<Void> other : others) {
            other.get();
        }
        assertThat(flushed).hasSize(2);
        assertThat(flushed.get(0)).containsExactly(Path.of("first"));
        assertThat(flushed.get(1)).hasSize(WRITERS);
    }

    @Test
    void force_flushThatFails_failsAllWhoWaitedForItAndNoneLater() throws Exception {
        fault = new IOException("the disk is gone");
        CompletableFuture<Void> first = first("first");
        gate.countDown();

        assertThatThrownBy(first::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("cannot put first on disk: the disk is gone");
        force("later").get();
    }

    /** The system tells of a fault once: the next flush succeeds, and what was written before is lost all the same. */
    @Test
    void force_whatWasWrittenBeforeAFlushFailed_failsThoughItsOwnFlushSucceeds() throws Exception {
        fault = new IOException("the disk is gone");
        CompletableFuture<Void> first = first("first");
        CompletableFuture<Void> next = force("next");
        awaitWaiting();
        gate.countDown();

        assertThatThrownBy(first::get).hasMessageContaining("gone");
        assertThatThrownBy(next::get)
                .hasMessageContaining("cannot put next on disk: a flush failed while it was written");
        assertThat(flushed).hasSize(2);
    }

    @Test
    void force_errorInAFlush_leavesNobodyWaiting() throws Exception {
        fault = new StackOverflowError("deep");
        CompletableFuture<Void> first = first("first");
        gate.countDown();

        assertThatThrownBy(first::get).hasMessageContaining("deep");
        force("later").get();
    }

    @Test
    void force_interruptedWhileItWaits_endsThatOneAlone() throws Exception {
        CompletableFuture<Void> first = first("first");
        CompletableFuture<Void> interrupted = force("interrupted");
        CompletableFuture<Void> other = force("other");
        awaitWaiting();
        threads.get(1).interrupt();

        assertThatThrownBy(interrupted::get).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(other).isNotDone();
        gate.countDown();
        first.get();
        other.get();
    }
}
