package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.source.Sources;
import io.weir.ingest.Queue;
import io.weir.local.sqs.SqsNames;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.Peers;
import io.weir.worker.action.Mailer;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.secret.Secrets;
import io.weir.worker.sns.CertificateFetcher;
import io.weir.worker.sns.CertificateRejectedException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;

/**
 * The whole system on one machine, with downstreams that fail, hang and come back at random: the process that
 * {@link FaultRun} starts and kills. While a file {@code calm} lies in the data folder nothing fails and dead letters are
 * redriven.
 *
 * <p>Arguments: data folder, seed, number of the life. Mails are the effects: each is a line of {@code effects}, with the
 * life in which it was sent. What may explain that one is sent again is a line of {@code explanations}.
 */
final class FaultyWeir {
    private static final long MAX_HANG_MILLIS = 2_000;
    private static final Pattern ID = Pattern.compile("(genuine|forged)-[0-9]+");

    private final Path data;
    private final Random random;
    private final String life;
    private final LocalTopic topic;

    private FaultyWeir(Path data, long seed, String life) throws IOException {
        this.topic = LocalTopic.open(data.resolve("topic"));
        this.data = data;
        this.random = new Random(seed);
        this.life = life;
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        new FaultyWeir(data, Long.parseLong(arguments[1]), arguments[2]).run();
    }

    private void run() throws Exception {
        Sources sources = Sources.parse("sources.json", Files.readString(data.resolve("sources.json")));
        try (PrintStream log = new PrintStream(
                Files.newOutputStream(data.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                UTF_8)) {
            LocalWeir weir = LocalWeir.open(sources, data, "127.0.0.1", 0, log, new LocalWeir.Wiring() {
                @Override
                public Peers worker(Peers peers) {
                    return faulty(peers);
                }

                @Override
                public Queue door(Queue queue) {
                    return faulty(Queue.class, queue, new Weather());
                }
            });
            weir.start();
            System.err.println("ready " + weir.port());
            while (true) {
                if (isCalm() && weir.health().dead() > 0) {
                    weir.sqs()
                            .startMessageMoveTask(StartMessageMoveTaskRequest.builder()
                                    .sourceArn(SqsNames.arn("weir-dlq"))
                                    .destinationArn(SqsNames.arn("weir"))
                                    .build());
                    append("redrives", "redriven");
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private boolean isCalm() {
        return Files.exists(data.resolve("calm"));
    }

    private Peers faulty(Peers peers) {
        Mailer mailer = (subject, text) -> effect(text);
        CertificateFetcher certificates = new LocalCertificates(topic, url -> {
            throw new CertificateRejectedException("404"); // what SNS answers for a name that was made up
        });
        return peers.toBuilder()
                .bucket(faulty(Bucket.class, peers.bucket(), new Weather()))
                .mailer(faulty(Mailer.class, mailer, new Weather()))
                .claims(faulty(ClaimTable.class, peers.claims(), new Weather()))
                .certificates(faulty(CertificateFetcher.class, certificates, new Weather()))
                .secrets(faulty(Secrets.class, peers.secrets(), new Weather()))
                .build();
    }

    private void effect(String text) throws IOException {
        append("effects", id(text) + " " + life);
    }

    private static String id(String text) {
        Matcher id = ID.matcher(text);
        return id.find() ? id.group() : "unknown";
    }

    private void append(String file, String line) throws IOException {
        Files.writeString(data.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How a downstream fares: changes every few hundred milliseconds. */
    private final class Weather {
        enum State {
            UP,
            FAILING,
            HANGING
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.UP);
        private volatile CountDownLatch change = new CountDownLatch(1);
        private final long seed = random.nextLong();

        Weather() {
            Thread.ofPlatform().daemon().name("weather").start(this::run);
        }

        private void run() {
            Random mine = new Random(seed);
            try {
                while (true) {
                    int dice = mine.nextInt(100);
                    state.set(dice < 65 || isCalm() ? State.UP : dice < 88 ? State.FAILING : State.HANGING);
                    CountDownLatch ended = change;
                    change = new CountDownLatch(1);
                    ended.countDown();
                    TimeUnit.MILLISECONDS.sleep(100 + mine.nextInt(500));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns, or fails, or takes its time and then fails. */
        void before() throws IOException {
            switch (state.get()) {
                case UP -> {}
                case FAILING -> throw new IOException("fails");
                case HANGING -> {
                    try {
                        boolean changed = change.await(MAX_HANG_MILLIS, TimeUnit.MILLISECONDS);
                        throw new IOException("hung, and " + (changed ? "broke off" : "timed out"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted", e);
                    }
                }
            }
        }

        /** Now and then a call does its work and is reported as failed all the same. */
        boolean failsAfterwards() {
            return state.get() != State.UP && ThreadLocalRandom.current().nextInt(4) == 0;
        }
    }

    private <T> T faulty(Class<T> type, T real, Weather weather) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean doesIo = Arrays.asList(method.getExceptionTypes()).contains(IOException.class);
                    boolean worksAndFails = doesIo && weather.failsAfterwards();
                    try {
                        if (doesIo && !worksAndFails) {
                            weather.before();
                        }
                    } catch (IOException e) {
                        if (arguments[0] instanceof ClaimTable.Entry entry
                                && method.getName().equals("replace")) {
                            append("explanations", id(entry.key()) + " unmarked");
                        }
                        throw e;
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (worksAndFails) {
                        if (real instanceof Mailer || type == Mailer.class) {
                            append("explanations", id((String) arguments[1]) + " sent-but-reported-as-failed");
                        }
                        throw new IOException("worked, but the answer was lost");
                    }
                    return result;
                }));
    }
}
