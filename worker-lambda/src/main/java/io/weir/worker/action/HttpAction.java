package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.json.Json;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Forwards an event to a URL, signed anew by Standard Webhooks with our own secret. 2xx is done; an answer that may pass
 * later is retried like a fault; any other status only for a while, since a deployment answers such for minutes.
 * {@code Retry-After} is kept to in all cases.
 */
final class HttpAction implements Action {
    private static final SignatureScheme STANDARD_WEBHOOKS =
            (SignatureScheme) Scheme.parse(new ConfigValue("scheme of the action http", "standard-webhooks"));
    private static final int MAX_DESCRIBED = 200;
    private static final RequestSigner SIGNER = new RequestSigner(STANDARD_WEBHOOKS);

    /**
     * Where events go, and what signs them.
     *
     * @param concurrency how many posts are under way at most
     * @param permanentAfter for how long to repeat what a retry rarely changes; zero: not at all
     */
    record Target(URI url, SecretReference secret, Duration timeout, int concurrency, Duration permanentAfter) {}

    private final Target target;
    private final HttpSender sender;
    private final Secrets secrets;
    private final Clock clock;
    private final Semaphore turns;

    HttpAction(Target target, HttpSender sender, Secrets secrets, Clock clock) {
        this.target = target;
        this.sender = sender;
        this.secrets = secrets;
        this.clock = clock;
        this.turns = new Semaphore(target.concurrency(), true);
    }

    @Override
    public void perform(Event event) throws IOException, PermanentFailureException, InterruptedException {
        turns.acquire(); // neither the time-out nor the breaker counts how long others took
        try {
            post(event);
        } finally {
            turns.release();
        }
    }

    private void post(Event event) throws IOException, PermanentFailureException {
        Map<String, String> headers = headers(event);
        try {
            sender.post(target.url(), headers, event.body(), target.timeout());
        } catch (HttpAnswerException e) {
            if (e.mayPassLater()) {
                throw new RetryLaterException(String.valueOf(e.getMessage()), e.retryAfter());
            }
            throw refused(String.valueOf(e.getMessage()), e.retryAfter());
        } catch (RefusedException e) {
            throw refused(String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }

    private RetryLaterException refused(String reason, Duration notBefore) throws PermanentFailureException {
        if (target.permanentAfter().isZero()) {
            throw new PermanentFailureException(reason);
        }
        return RetryLaterException.refused(reason, target.permanentAfter(), notBefore);
    }

    /** Servers refuse long headers, and the sender chooses these texts; {@code webhook-id} tells all events apart. */
    private static String shortened(String text) {
        return text.length() <= MAX_DESCRIBED ? text : text.substring(0, MAX_DESCRIBED) + "…";
    }

    private Map<String, String> headers(Event event) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", event.contentType());
        headers.put("user-agent", "weir");
        headers.put("webhook-id", ArchiveKey.safe(event.idempotencyKey()));
        headers.put("weir-source", event.source());
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", shortened(event.id()));
        described.put("idSigned", event.idSigned());
        described.put("type", shortened(event.type()));
        described.put("typeSigned", event.typeSigned());
        headers.put("weir-event", Json.writeAscii(described));
        byte[] secret = secrets.get(target.secret(), false).current();
        ReceivedRequest request = new ReceivedRequest(
                event.source(), clock.instant(), "POST", target.url().toString(), headers, event.body());
        headers.putAll(SIGNER.sign(request, secret, clock.instant()));
        return headers;
    }
}
