package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * {@code http}: forwards an event to a URL.
 *
 * <p>Options: {@code url}; {@code secret} (a reference, as a source has it); {@code timeout} (not given: PT10S, at most
 * PT60S); {@code concurrency} (how many posts are under way at once: not given 64, at most 256); {@code allowPrivate}
 * (address blocks that may be reached although they are not public); {@code permanentAfter} (for how long to repeat what a
 * retry rarely changes: not given PT1H, at most P14D, PT0S: not at all).
 */
public final class HttpProvider implements ActionProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
    private static final int CONCURRENCY = 64;
    private static final Duration PERMANENT_AFTER = Duration.ofHours(1);

    private final BiFunction<String, HttpSender, HttpSender> guard;
    private final HttpSender.Factory http;
    private final Secrets secrets;
    private final Clock clock;

    /** @param guard puts a circuit breaker around a target, by its host: one that is down must not stop the others */
    public HttpProvider(
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
    public Action create(ConfigValue options) {
        options.onlyMembers("url", "secret", "timeout", "concurrency", "allowPrivate", "permanentAfter");
        Duration timeout =
                options.at("timeout").isPresent() ? options.at("timeout").duration() : TIMEOUT;
        if (timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw options.at("timeout").expected("at most " + MAX_TIMEOUT);
        }
        URI url = url(options.at("url"));
        HttpSender sender = http.allowing(options.at("allowPrivate").list(Cidr::parse));
        HttpAction.Target target = new HttpAction.Target(
                url,
                SecretReference.parse(options.at("secret")),
                timeout,
                concurrency(options.at("concurrency")),
                permanentAfter(options.at("permanentAfter")));
        return new HttpAction(target, guard.apply("http:" + url.getHost(), sender), secrets, clock);
    }

    private static int concurrency(ConfigValue config) {
        return config.isPresent() ? (int) config.integer(1, HttpSender.MOST_AT_ONCE) : CONCURRENCY;
    }

    private static Duration permanentAfter(ConfigValue config) {
        Duration after = config.isPresent() ? config.durationOrZero() : PERMANENT_AFTER;
        if (after.compareTo(SqsLimits.RETENTION) > 0) {
            throw config.expected("at most P14D");
        }
        return after;
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
}
