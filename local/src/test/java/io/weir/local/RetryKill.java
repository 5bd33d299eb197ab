package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.ingest.SqsQueue;
import io.weir.local.files.Folders;
import io.weir.local.store.Opened;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Operations;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.verify.signature.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Retries dead letters in a process that is killed (SIGKILL) after a random number of them, again and again, and counts what
 * was acted on. After each kill the ledger and the queues must tell the same.
 *
 * <p>Arguments: letters, kills, seed.
 */
final class RetryKill {
    /** What both pollers of the queue may have in their hands: an action that was not said to be done is performed again. */
    private static final int IN_HAND = 20;

    private static final String SECRET = "s3cr3t";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Path data;
    private final int letters;
    private final Random random;

    /** What was counted. */
    record Result(int letters, int kills, int stoppedInTheMiddle, int effects, int repeated) {}

    RetryKill(Path data, int letters, long seed) {
        this.data = data;
        this.letters = letters;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        int letters = Integer.parseInt(arguments[0]);
        int kills = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        for (String mode : List.of("stopped", "running")) {
            Path data = Files.createTempDirectory("weir-retry");
            try {
                long start = System.nanoTime();
                Result result = new RetryKill(data, letters, seed).run(mode, kills);
                System.out.printf(
                        "retry with weir %s: %s, in %d s%n", mode, result, (System.nanoTime() - start) / 1_000_000_000);
            } finally {
                Folders.delete(data);
            }
        }
    }

    /**
     * Retries until no letter is dead and checks what became of them.
     *
     * @param mode {@code stopped}: nothing acts until the last kill; {@code running}: the worker acts, and is killed, too
     */
    Result run(String mode, int kills) throws Exception {
        fill();
        int inTheMiddle = 0;
        for (int i = 0; i < kills; i++) {
            long some = 1L + random.nextInt(Math.max(1, letters / kills));
            RetryKillLife.kill(data, mode, some);
            long dead = agreed();
            inTheMiddle += dead > 0 && dead < letters ? 1 : 0;
        }
        try (LocalWeir weir = RetryKillLife.running(data)) {
            weir.operations()
                    .change(new Change.Retry(), Filter.ALL.withStates(State.DEAD), 0, (done, failed, all) -> true);
            awaitIdle(weir);
            same("dead letters at the end", 0, weir.health().dead());
        }
        agreed();
        Result result = count(mode, kills, inTheMiddle);
        check("no kill came between the first letter and the last", inTheMiddle > 0);
        return result;
    }

    private static void awaitIdle(LocalWeir weir) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (weir.health().queue() + weir.health().retrying() + weir.health().inFlight() > 0) {
            check("the queue is not empty after " + PATIENCE, System.nanoTime() < end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void same(String what, long expected, long found) {
        check(what + ": " + found + ", not " + expected, found == expected);
    }

    private Result count(String mode, int kills, int inTheMiddle) throws IOException {
        List<String> effects = RetryKillLife.effects(data);
        Set<String> events = new HashSet<>();
        effects.forEach(line -> events.add(line.substring(0, line.indexOf(' '))));
        Set<String> sent =
                IntStream.range(0, letters).mapToObj(RetryKill::event).collect(Collectors.toSet());
        check("other events were acted on than were sent", events.equals(sent));
        same("keys of events: a repetition must have that of the first", letters, new HashSet<>(effects).size());
        int repeated = effects.size() - letters;
        check(repeated + " effects were repeated", repeated <= (mode.equals("stopped") ? 0 : kills * IN_HAND));
        return new Result(letters, kills, inTheMiddle, effects.size(), repeated);
    }

    private static String event(int number) {
        return "event-" + number;
    }

    /** What the ledger tells is what lies on the queues; nothing is in neither. Returns how many are dead. */
    private long agreed() throws IOException {
        try (Operations operations = StoppedWeir.open(data, RetryKillLife.sources(data), line -> {})) {
            Status status = operations.status();
            List<Group> groups = operations.groups(Filter.ALL);
            same(
                    "requests in the ledger",
                    letters,
                    groups.stream().mapToLong(Group::count).sum());
            same("dead ones in the ledger", depth(status, "dead"), count(groups, State.DEAD));
            long waiting = count(groups, State.WAITING) + count(groups, State.RETRYING);
            same("waiting ones in the ledger", depth(status, "queue") + depth(status, "retry"), waiting);
            long over = count(groups, State.DONE) + count(groups, State.DUPLICATE);
            same("requests in another state", 0, letters - count(groups, State.DEAD) - waiting - over);
            return count(groups, State.DEAD);
        }
    }

    private static long count(List<Group> groups, State state) {
        return groups.stream()
                .filter(group -> group.state() == state)
                .mapToLong(Group::count)
                .sum();
    }

    private static long depth(Status status, String queue) {
        return status.queues().stream()
                .filter(one -> one.name().equals(queue))
                .mapToLong(one -> one.waiting() + one.inHand())
                .sum();
    }

    /** Dead letters as the worker leaves them: genuine requests in the dead-letter queue. */
    private void fill() throws Exception {
        Files.writeString(data.resolve("secret"), SECRET);
        try (Opened opened = new Opened();
                ExecutorService senders = Executors.newFixedThreadPool(16)) {
            DataFolder folder = DataFolder.open(data, Clock.systemUTC(), line -> {}, opened);
            SqsQueue dead = new SqsQueue(folder.queues().sqs(), folder.queues().dlqUrl());
            SignatureScheme scheme =
                    (SignatureScheme) RetryKillLife.sources(data).find("orders").scheme();
            List<Future<?>> all = IntStream.range(0, letters)
                    .<Future<?>>mapToObj(number -> senders.submit(() -> {
                        dead.send(letter(number, scheme), "orders", null);
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static QueueMessage letter(int number, SignatureScheme scheme) throws IOException {
        Instant now = Instant.now();
        byte[] body = ("{\"order\":" + number + "}").getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-github-delivery", event(number));
        headers.put("x-github-event", "order.paid");
        ReceivedRequest unsigned = new ReceivedRequest("orders", now, "POST", "https://door/orders", headers, body);
        headers.putAll(new RequestSigner(scheme).sign(unsigned, SECRET.getBytes(UTF_8), now));
        return QueueMessage.of(
                new ReceivedRequest("orders", now, "POST", "https://door/orders", headers, body)
                        .withId(UlidFactory.newInstance()
                                .create(now.toEpochMilli())
                                .toString()),
                scheme.declaredHeaders());
    }
}
