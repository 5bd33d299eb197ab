package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.test.MovableClock;
import io.weir.local.topic.LocalCertificates;
import io.weir.local.topic.LocalTopic;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.worker.Peers;
import io.weir.worker.action.EventBus;
import io.weir.worker.action.HttpSender;
import io.weir.worker.action.Mailer;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the simulated worker talks to. One of them is down for a while; what is achieved at the others is counted. */
final class SimulatedPeers {
    /** What can be down. */
    enum Downstream {
        BUCKET("action-archive", true),
        MAIL("action-email", true),
        BUS("action-eventbridge", true),
        HTTP("action-http", true),
        SECRETS("secret", false),
        TABLE("claim", true),
        CERTIFICATES("certificate", false),
        SNS("confirm", true);

        private final String reason;
        private final boolean proven;

        Downstream(String reason, boolean proven) {
            this.reason = reason;
            this.proven = proven;
        }

        /** The reason of what is given up while it is down. */
        String reason() {
            return reason;
        }

        /** Whether an event can be proven genuine while it is down. */
        boolean isProven() {
            return proven;
        }
    }

    /** When a downstream is down. */
    record Outage(Downstream of, Instant begin, Instant end) {
        boolean isAt(Instant time) {
            return !time.isBefore(begin) && time.isBefore(end);
        }
    }

    private record Effect(Downstream at, String id) {}

    private final MovableClock clock;
    private final Outage outage;
    private final List<LocalTopic> topics;
    private final InMemoryBucket bucket = new InMemoryBucket();
    private final Map<Effect, Integer> effects = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastEffects = new ConcurrentHashMap<>();

    /** @param topics whose certificates can be fetched */
    SimulatedPeers(MovableClock clock, Outage outage, List<LocalTopic> topics) {
        this.clock = clock;
        this.outage = outage;
        this.topics = topics;
    }

    /** Puts these in the place of all but the queues. */
    Peers.Builder build(Peers.Builder peers, ClaimTable claims) {
        return peers.bucket(faulty(Downstream.BUCKET, Bucket.class, bucket))
                .mailer(faulty(Downstream.MAIL, Mailer.class, (subject, text) -> note(Downstream.MAIL, text)))
                .bus(faulty(
                        Downstream.BUS,
                        EventBus.class,
                        (name, source, type, detail, time) -> note(Downstream.BUS, detail)))
                .http(allowPrivate -> faulty(Downstream.HTTP, HttpSender.class, (url, headers, body, timeout) -> {
                    note(Downstream.HTTP, new String(body, UTF_8));
                    return 200;
                }))
                .claims(faulty(Downstream.TABLE, ClaimTable.class, claims))
                .certificates(faulty(Downstream.CERTIFICATES, DocumentFetcher.class, (url, maxBytes) -> {
                    for (LocalTopic topic : topics) {
                        try {
                            return new LocalCertificates(topic, (ignored, none) -> new byte[0]).fetch(url, maxBytes);
                        } catch (DocumentRejectedException e) {
                            // That of another topic.
                        }
                    }
                    throw new DocumentRejectedException("the host answered 404");
                }))
                .subscriptions(faulty(Downstream.SNS, Subscriptions.class, (topicArn, token) -> {
                    note(Downstream.SNS, topicArn);
                    return Subscriptions.Result.CONFIRMED;
                }))
                .secrets(faulty(
                        Downstream.SECRETS,
                        Secrets.class,
                        (reference, fresh) -> SecretSet.fixed(SimulatedRequests.SECRET.getBytes(UTF_8))));
    }

    private <T> T faulty(Downstream which, Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (which == outage.of()
                            && Arrays.asList(method.getExceptionTypes()).contains(IOException.class)) {
                        TimeUnit.MILLISECONDS.sleep(1); // real time, so that the calls of a batch overlap
                        if (outage.isAt(clock.instant())) {
                            throw new IOException(which + " is down");
                        }
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void note(Downstream at, String text) {
        String id = SimulatedRequests.id(text);
        effects.merge(new Effect(at, id), 1, Integer::sum);
        lastEffects.put(id, clock.instant());
    }

    /** How often an event had its effect at a downstream. */
    int count(Downstream at, String id) {
        return effects.getOrDefault(new Effect(at, id), 0);
    }

    /** When an event had its last effect, or the beginning of time if it had none. */
    Instant lastEffect(String id) {
        return lastEffects.getOrDefault(id, Instant.MIN);
    }

    /** How many objects of the archive hold each event. */
    Map<String, Integer> archived() {
        Map<String, Integer> archived = new ConcurrentHashMap<>();
        bucket.objects().forEach((key, object) -> {
            if (key.startsWith("archive/")) {
                archived.merge(SimulatedRequests.id(new String(object.bytes(), UTF_8)), 1, Integer::sum);
            }
        });
        return archived;
    }
}
