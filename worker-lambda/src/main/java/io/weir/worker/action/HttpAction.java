package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Cidr;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Scheme;
import io.weir.envelope.source.SecretReference;
import io.weir.json.Json;
import io.weir.worker.hmac.HmacSigner;
import io.weir.worker.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * {@code http}: forwards an event to a URL, signed anew by Standard Webhooks with our own secret. 2xx is done; 408, 429 and
 * 5xx are retried, not before {@code Retry-After}; anything else, redirects included, is permanent.
 *
 * <p>Options: {@code url}; {@code secret} (a reference, as a source has it); {@code timeout} (not given: PT10S, at most
 * PT60S); {@code allowPrivate} (address blocks that may be reached although they are not public).
 */
public final class HttpAction implements Action {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
    private static final HmacScheme STANDARD_WEBHOOKS =
            (HmacScheme) Scheme.parse(new ConfigValue("scheme of the action http", "standard-webhooks"));
    private static final HmacSigner SIGNER = new HmacSigner(STANDARD_WEBHOOKS);

    private record Target(URI url, SecretReference secret, Duration timeout) {}

    private final BiFunction<String, HttpSender, HttpSender> guard;
    private final HttpSender.Factory http;
    private final Secrets secrets;
    private final Clock clock;

    /** @param guard puts a circuit breaker around a target, by its host: one that is down must not stop the others */
    public HttpAction(
            BiFunction<String, HttpSender, HttpSender> guard, HttpSender.Factory http, Secrets secrets, Clock clock) {
        this.guard = guard;
        this.http = http;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Action configure(ConfigValue options) {
        options.onlyMembers("url", "secret", "timeout", "allowPrivate");
        Duration timeout =
                options.at("timeout").isPresent() ? options.at("timeout").duration() : TIMEOUT;
        if (timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw options.at("timeout").expected("at most " + MAX_TIMEOUT);
        }
        URI url = url(options.at("url"));
        HttpSender sender = http.allowing(options.at("allowPrivate").list(Cidr::parse));
        Target target = new Target(url, SecretReference.parse(options.at("secret")), timeout);
        return new Configured(target, guard.apply("http:" + url.getHost(), sender));
    }

    private static URI url(ConfigValue config) {
        try {
            URI url = new URI(config.string());
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The error below.
        }
        throw config.expected("an absolute http or https URL without user and fragment");
    }

    @Override
    public void perform(Event event) throws PermanentFailureException {
        throw new PermanentFailureException("the action http needs the options url and secret");
    }

    private final class Configured implements Action {
        private final Target target;
        private final HttpSender guarded;

        Configured(Target target, HttpSender guarded) {
            this.target = target;
            this.guarded = guarded;
        }

        @Override
        public String name() {
            return HttpAction.this.name();
        }

        @Override
        public void perform(Event event) throws IOException, PermanentFailureException {
            int status = guarded.post(target.url(), headers(event), event.body(), target.timeout());
            if (status / 100 != 2) {
                throw new PermanentFailureException(target.url().getHost() + " answered " + status);
            }
        }

        private Map<String, String> headers(Event event) throws IOException {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("content-type", event.contentType());
            headers.put("user-agent", "weir");
            headers.put("webhook-id", ArchiveKey.safe(event.idempotencyKey()));
            headers.put("weir-source", event.source());
            headers.put("weir-event", Json.writeAscii(Map.of("id", event.id(), "type", event.type())));
            byte[] secret = secrets.get(target.secret(), false).getFirst();
            ReceivedRequest request = new ReceivedRequest(
                    event.source(), clock.instant(), "POST", target.url().toString(), headers, event.body());
            headers.putAll(SIGNER.sign(request, secret, clock.instant()));
            return headers;
        }
    }
}
