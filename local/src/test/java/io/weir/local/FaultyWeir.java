package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.source.Sources;
import io.weir.ingest.Queue;
import io.weir.local.FaultJournal.What;
import io.weir.local.metrics.MetricsLog;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.secret.Secrets;
import io.weir.worker.Peers;
import io.weir.worker.action.HttpSender;
import io.weir.worker.action.Mailer;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on one machine, with downstreams that fail, hang and come back at random: the process that
 * {@link FaultRun} starts and kills. They do so only while a file {@code storm} lies in the data folder; a
 * {@link FaultDownstream} that is down does nothing at all. While a file {@code drain} is there, what was set aside is
 * written down.
 *
 * <p>Arguments: data folder, seed, number of the life. The effects are mails, and what the target of {@code http} gets.
 */
final class FaultyWeir {
    private final Path data;
    private final Random random;
    private final String life;
    private final LocalTopic topic;
    private final FaultJournal journal;

    /** The event whose mail this thread has sent: the claim that the thread marks next is the event's. */
    private final ThreadLocal<String> acted = new ThreadLocal<>();

    private FaultyWeir(Path data, long seed, String life) throws IOException {
        this.topic = LocalTopic.open(data.resolve("topic"));
        this.data = data;
        this.random = new Random(seed);
        this.life = life;
        this.journal = new FaultJournal(data);
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
            LocalWeir weir = LocalWeir.open(
                    sources,
                    data,
                    new LocalWeir.Address("127.0.0.1", 0, null),
                    MetricsLog.before(log),
                    new LocalWeir.Wiring() {
                        @Override
                        public Peers worker(Peers peers) {
                            return faulty(peers);
                        }

                        @Override
                        public Queue door(Queue queue) {
                            return weather("the queue", () -> false).around(Queue.class, queue);
                        }
                    });
            weir.start();
            System.err.println("ready " + weir.port());
            FaultSetAside aside = new FaultSetAside(data, weir.sqs(), journal, life);
            while (true) {
                if (Files.exists(data.resolve("drain"))) {
                    aside.run();
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private FaultWeather weather(String name, BooleanSupplier outage) {
        return new FaultWeather(name, random.nextLong(), () -> Files.exists(data.resolve("storm")), outage);
    }

    private FaultWeather weather(FaultDownstream downstream) {
        return weather(downstream.name(), () -> downstream.isDown(data));
    }

    private Peers faulty(Peers peers) {
        Mailer mailer = weather(FaultDownstream.MAIL)
                .around(
                        Mailer.class,
                        (subject, text) -> effect(text),
                        arguments -> note(What.REPORTED_AS_FAILED, FaultRequests.id(String.valueOf(arguments[1]))));
        HttpSender target = weather(FaultDownstream.TARGET)
                .around(
                        HttpSender.class,
                        (url, headers, body, timeout) -> {
                            effect(new String(body, UTF_8));
                            return 200;
                        },
                        arguments -> note(What.REPORTED_AS_FAILED, bodyId(arguments[2])));
        DocumentFetcher certificates = new LocalCertificates(topic, this::othersCertificate);
        ClaimTable claims = Objects.requireNonNull(peers.claims());
        return peers.toBuilder()
                .bucket(weather(FaultDownstream.BUCKET).around(Bucket.class, peers.bucket()))
                .mailer(mailer)
                .http(allowPrivate -> target)
                .claims(new Begun(weather(FaultDownstream.TABLE).around(ClaimTable.class, new Made(claims))))
                .certificates(weather(FaultDownstream.CERTIFICATES).around(DocumentFetcher.class, certificates))
                .secrets(weather(FaultDownstream.SECRETS).around(Secrets.class, peers.secrets()))
                .build();
    }

    /** SNS answers 404 for a name that was made up, when it answers. In the end it does. */
    private byte[] othersCertificate(URI url, int maxBytes) throws IOException, DocumentRejectedException {
        if (url.hashCode() % 2 == 0 && !Files.exists(data.resolve("drain"))) {
            throw new IOException("connection refused");
        }
        throw new DocumentRejectedException("the host answered 404");
    }

    private static String bodyId(@Nullable Object body) {
        return body instanceof byte[] bytes ? FaultRequests.id(new String(bytes, UTF_8)) : "unknown";
    }

    private void effect(String text) throws IOException {
        String id = FaultRequests.id(text);
        note(What.EFFECT, id);
        acted.set(id);
    }

    private void note(What what, String id) throws IOException {
        journal.write(what, id, life);
    }

    /** The table also holds marks of attempts, which tell nothing of effects. */
    private void noteMark(What what, ClaimTable.Entry entry) throws IOException {
        String id = acted.get();
        if (id != null && entry.done() && !entry.key().startsWith("attempt:")) {
            note(what, id);
        }
    }

    /** Writes down that a mark is made before the weather comes in its way, or that it came. */
    private final class Begun implements ClaimTable {
        private final ClaimTable table;

        Begun(ClaimTable table) {
            this.table = table;
        }

        @Override
        public Entry take(Entry lease, Instant now) throws IOException {
            return table.take(lease, now);
        }

        @Override
        public boolean replace(Entry entry) throws IOException {
            noteMark(What.MARKING, entry);
            try {
                return table.replace(entry);
            } catch (IOException e) {
                noteMark(What.UNMARKED, entry);
                throw e;
            }
        }
    }

    /** Writes down that a mark was made, whether its answer is lost or not. */
    private final class Made implements ClaimTable {
        private final ClaimTable table;

        Made(ClaimTable table) {
            this.table = table;
        }

        @Override
        public Entry take(Entry lease, Instant now) throws IOException {
            return table.take(lease, now);
        }

        @Override
        public boolean replace(Entry entry) throws IOException {
            boolean replaced = table.replace(entry);
            if (replaced) {
                noteMark(What.MARKED, entry);
            }
            return replaced;
        }
    }
}
