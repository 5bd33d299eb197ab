package io.weir.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.action.Action;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import io.weir.verify.secret.SecretSet;
import io.weir.worker.action.HttpProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many posts a target has at once, and over how many connections. */
@Timeout(60)
class ConcurrentPostsTest {
    private static final int DEFAULT = 64;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration takes = Duration.ZERO;
    private ServerSocket target;

    @BeforeEach
    void listen() throws IOException {
        target = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try {
                while (true) {
                    Socket connection = target.accept();
                    connections.incrementAndGet();
                    threads.execute(() -> serve(connection));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        release.countDown();
        target.close();
        threads.shutdownNow();
    }

    /** Answers each request once the target is released, and keeps the connection. */
    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
            for (int length = head(in); length >= 0; length = head(in)) {
                for (int read = 0; read < length; read++) {
                    in.read();
                }
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                release.await();
                LockSupport.parkNanos(takes.toNanos());
                underWay.decrementAndGet();
                answered.incrementAndGet();
                connection.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(UTF_8));
            }
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    /** The length of the body behind a head, or -1 at the end. */
    private static int head(BufferedReader in) throws IOException {
        int length = -1;
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
            line = in.readLine();
        }
        return length;
    }

    /** @param options beside those that it must have, with a comma before each */
    private Action action(String options) throws Exception {
        return new HttpProvider(
                        (name, sender) -> sender,
                        allowed -> new PinnedHttpSender(SystemDefaultDnsResolver.INSTANCE, allowed, Clock.systemUTC()),
                        (reference, fresh) -> SecretSet.fixed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8)),
                        Clock.systemUTC())
                .create(new ConfigValue(
                        "/s/actions/0/http",
                        Json.read(
                                "{\"url\": \"http://127.0.0.1:%d/in\", \"secret\": \"env:OUT\", \"allowPrivate\": [\"127.0.0.0/8\"]%s}"
                                        .formatted(target.getLocalPort(), options))));
    }

    private List<Future<?>> perform(Action action, int events) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String id = Integer.toString(i);
            all.add(threads.submit(() -> {
                action.perform(Events.webhook(id, "{\"a\":1}"));
                return null;
            }));
        }
        return all;
    }

    private static void awaitAll(List<Future<?>> all) throws Exception {
        for (Future<?> one : all) {
            one.get();
        }
    }

    @Test
    void slowTarget_hasAsManyAtOnceAsTheActionSaysAndNoMoreConnectionsThanThat() throws Exception {
        List<Future<?>> all = perform(action(", \"concurrency\": 30"), 300);
        await().until(() -> underWay.get() == 30);
        release.countDown();
        awaitAll(all);

        assertThat(answered).hasValue(300);
        assertThat(most).hasValue(30);
        assertThat(connections).hasValueBetween(6, 30);
    }

    @Test
    void slowTarget_hasManyAtOnceIfTheActionSaysNothing() throws Exception {
        List<Future<?>> all = perform(action(""), 200);
        await().until(() -> underWay.get() == DEFAULT);
        release.countDown();
        awaitAll(all);

        assertThat(answered).hasValue(200);
        assertThat(most).hasValue(DEFAULT);
        assertThat(connections).hasValueLessThanOrEqualTo(DEFAULT);
    }

    /** That others are before it is no fault of the target: neither its time-out nor its breaker must count it. */
    @Test
    void waitForATurn_isNotOfTheTimeout() throws Exception {
        takes = Duration.ofMillis(300);
        release.countDown();
        awaitAll(perform(action(", \"concurrency\": 1, \"timeout\": \"PT1S\""), 6));

        assertThat(answered).hasValue(6);
        assertThat(connections).hasValue(1);
    }

    @Test
    void interruptedBeforeItsTurn_sendsNothingAndTakesNoTurn() throws Exception {
        Action action = action(", \"concurrency\": 1");
        List<Future<?>> first = perform(action, 1);
        await().until(() -> underWay.get() == 1);
        Thread waiting = Thread.ofVirtual()
                .unstarted(() -> assertThatThrownBy(() -> action.perform(Events.webhook("2", "b")))
                        .isInstanceOf(InterruptedException.class));
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        waiting.join();
        release.countDown();
        awaitAll(first);
        awaitAll(perform(action, 2));

        assertThat(answered).hasValue(3);
    }
}
