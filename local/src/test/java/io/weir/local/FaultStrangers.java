package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What strangers post in a {@link FaultRun}, who know every URL and have seen genuine requests, but no secret. Thread-safe. */
final class FaultStrangers {
    /** What a stranger tries. */
    enum Kind {
        /** A body that does not fit into the queue. */
        LARGE,
        /** A message of SNS that names a certificate which nobody has made. */
        CERTIFICATE,
        /** To a source whose secret is missing: it can be neither proven nor refuted. */
        NO_SECRET,
        /** A genuine request again, as it was but for what is not signed. */
        REPLAY,
        /** A request as any other, signed by a stranger. */
        SIGNATURE
    }

    record Attempt(Kind kind, String id, FaultRequests.Made request) {}

    /** In percent, in the order of the kinds. */
    private static final int[] SHARES = {4, 12, 14, 40, 30};

    /** So many fetches wait for the next minute as would not fit into one, and not more: the run has to end. */
    private static final int MAX_CERTIFICATES = 45;

    private static final int LEAST_LARGE = 300 * 1024;
    private static final int MOST_LARGE = 3 * 1024 * 1024;
    private static final int MAX_SEEN = 1_000;
    private static final String SIGNATURE = "x-hub-signature-256";

    private final FaultRequests maker;
    private final AtomicInteger next;
    private final AtomicInteger certificates = new AtomicInteger();
    private final Map<FaultPhase, List<FaultRequests.Made>> seen = new ConcurrentHashMap<>();
    private final byte[] filler = new byte[MOST_LARGE];

    /** @param next gives each request a number */
    FaultStrangers(FaultRequests maker, AtomicInteger next) {
        this.maker = maker;
        this.next = next;
        Arrays.fill(filler, (byte) 'x');
    }

    /** Lets strangers see a genuine webhook that was accepted. */
    void see(FaultPhase phase, FaultRequests.Made genuine, Random random) {
        List<FaultRequests.Made> ofPhase = seen.computeIfAbsent(phase, ignored -> new ArrayList<>());
        synchronized (ofPhase) {
            if (ofPhase.size() < MAX_SEEN) {
                ofPhase.add(genuine);
            } else {
                ofPhase.set(random.nextInt(MAX_SEEN), genuine);
            }
        }
    }

    Attempt attempt(FaultPhase phase, Random random) throws IOException {
        int dice = random.nextInt(100);
        Kind kind = Kind.SIGNATURE;
        for (int i = 0, sum = 0; i < SHARES.length; i++) {
            sum += SHARES[i];
            if (dice < sum) {
                kind = Kind.values()[i];
                break;
            }
        }
        if (kind == Kind.REPLAY) {
            FaultRequests.Made genuine = seen(phase, random);
            if (genuine != null) {
                String id = "replay-" + next.getAndIncrement();
                return new Attempt(kind, id, replay(genuine, id, random));
            }
        }
        String id = FaultRequests.FORGED + next.getAndIncrement();
        if (kind == Kind.CERTIFICATE && certificates.incrementAndGet() <= MAX_CERTIFICATES) {
            return new Attempt(kind, id, madeUpCertificate(id, random));
        }
        return switch (kind) {
            case LARGE -> new Attempt(kind, id, large(phase, id, random));
            case NO_SECRET -> new Attempt(kind, id, maker.webhook(FaultRequests.NO_SECRET, id, true));
            default -> new Attempt(Kind.SIGNATURE, id, ordinary(phase, id, random));
        };
    }

    private FaultRequests.@Nullable Made seen(FaultPhase phase, Random random) {
        List<FaultRequests.Made> ofPhase = seen.getOrDefault(phase, List.of());
        synchronized (ofPhase) {
            return ofPhase.isEmpty() ? null : ofPhase.get(random.nextInt(ofPhase.size()));
        }
    }

    private FaultRequests.Made ordinary(FaultPhase phase, String id, Random random) throws IOException {
        return random.nextInt(4) == 0 ? maker.sns(id, true) : maker.webhook(phase.hooks(), id, true);
    }

    /** Only what is not signed differs: the id of the delivery, and in half of them how the signature is written. */
    private static FaultRequests.Made replay(FaultRequests.Made genuine, String id, Random random) {
        Map<String, String> headers = new LinkedHashMap<>(genuine.headers());
        headers.put("x-github-delivery", id);
        if (random.nextBoolean()) {
            String signature = headers.getOrDefault(SIGNATURE, "");
            int hex = signature.indexOf('=') + 1;
            headers.put(
                    SIGNATURE,
                    signature.substring(0, hex) + signature.substring(hex).toUpperCase(Locale.ROOT));
        }
        return new FaultRequests.Made(genuine.source(), headers, genuine.body());
    }

    private FaultRequests.Made large(FaultPhase phase, String id, Random random) {
        byte[] body = Arrays.copyOf(filler, LEAST_LARGE + random.nextInt(MOST_LARGE - LEAST_LARGE));
        byte[] head = ("{\"id\":\"" + id + "\",\"filler\":\"").getBytes(UTF_8);
        System.arraycopy(head, 0, body, 0, head.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';
        Map<String, String> headers = FaultRequests.headers(id);
        headers.put(SIGNATURE, "sha256=" + hex(random, 32));
        return new FaultRequests.Made(phase.hooks(), headers, body);
    }

    private FaultRequests.Made madeUpCertificate(String id, Random random) throws IOException {
        FaultRequests.Made signed = maker.sns(FaultRequests.DISTANT_TOPIC, id, true);
        try {
            Map<String, Object> message = new LinkedHashMap<>();
            Json.readObject(signed.body()).forEach((name, value) -> message.put(name, String.valueOf(value)));
            message.put(
                    "SigningCertURL",
                    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-" + hex(random, 16) + ".pem");
            return new FaultRequests.Made(
                    signed.source(), signed.headers(), Json.write(message).getBytes(UTF_8));
        } catch (JsonException e) {
            throw new IOException(e);
        }
    }

    private static String hex(Random random, int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }
}
