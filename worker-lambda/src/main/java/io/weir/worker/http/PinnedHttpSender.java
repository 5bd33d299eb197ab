package io.weir.worker.http;

import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.config.Cidr;
import io.weir.verify.RefusedException;
import io.weir.worker.action.HttpAnswerException;
import io.weir.worker.action.HttpSender;
import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Posts by Apache HttpClient, whose resolver is where addresses are checked: it connects to what was checked. */
public final class PinnedHttpSender implements HttpSender {
    /** Visible ASCII, space and tab: no line break can end a header. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** Of an answer, of which only the status counts. */
    private static final int MAX_DISCARDED = 64 * 1024;

    private static final int MAX_HEADER_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 200;

    /** To look whether an idle connection still stands takes a millisecond; nobody closes one that was used just now. */
    private static final Duration TRUSTED = Duration.ofMillis(200);

    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(12);

    private final CloseableHttpClient http;
    private final InstantSource clock;

    /**
     * @param resolver looks names up
     * @param allowPrivate blocks that may be reached although they are not public
     */
    public PinnedHttpSender(DnsResolver resolver, List<Cidr> allowPrivate, InstantSource clock) {
        this.clock = clock;
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(HttpSender.MOST_AT_ONCE)
                        .setMaxConnTotal(HttpSender.MOST_AT_ONCE)
                        .setDnsResolver(new CheckedResolver(resolver, List.copyOf(allowPrivate)))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(MAX_HEADER_LINE)
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(5))
                                .setValidateAfterInactivity(TimeValue.of(TRUSTED))
                                .setTimeToLive(TimeValue.ofMinutes(1))
                                .build())
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    @Override
    public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, PermanentFailureException {
        HttpPost request = new HttpPost(url);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!HEADER_VALUE.matcher(header.getValue()).matches()) {
                throw new PermanentFailureException("the header " + header.getKey() + " cannot be sent on");
            }
            request.setHeader(header.getKey(), header.getValue());
        }
        request.setEntity(new ByteArrayEntity(body, (ContentType) null));
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build());
        CompletableFuture<Void> exchange = new CompletableFuture<>();
        CompletableFuture<Void> unused = exchange.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, late) -> abortIf(late != null, request));
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            discard(response);
            return status(url.getHost(), response);
        } catch (NotPublicException e) {
            throw new RefusedException(url.getHost() + " has an address that is not public");
        } finally {
            exchange.complete(null);
        }
    }

    /** The client's own limits are for each read: who sends a byte now and then would never run into them. */
    private static void abortIf(boolean late, HttpPost request) {
        if (late) {
            request.abort();
        }
    }

    /** So that the connection can be used again. The status is the answer, whatever becomes of the rest. */
    private static void discard(ClassicHttpResponse response) {
        try (HttpEntity entity = response.getEntity()) {
            if (entity != null && entity.getContent().readNBytes(MAX_DISCARDED).length < MAX_DISCARDED) {
                EntityUtils.consume(entity);
            }
        } catch (IOException e) {
            // The connection is closed instead.
        }
    }

    private int status(String host, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status / 100 == 2) {
            return status;
        }
        Duration wait = retryAfter(response.getFirstHeader("retry-after"));
        if (HttpAnswerException.isFaultOfHost(status)) {
            throw new RetryLaterException(host + " answered " + status, wait);
        }
        throw new HttpAnswerException(host, status, wait);
    }

    /** Seconds or an HTTP date; anything else counts as nothing. */
    private Duration retryAfter(Header header) {
        if (header == null || header.getValue() == null) {
            return Duration.ZERO;
        }
        String text = header.getValue().strip();
        Duration wait = Duration.ZERO;
        try {
            wait = text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            // Nothing that could be honoured.
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }

    /** An address that is neither public nor allowed. */
    private static final class NotPublicException extends UnknownHostException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private record CheckedResolver(DnsResolver resolver, List<Cidr> allowPrivate) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = resolver.resolve(host);
            for (InetAddress address : addresses) {
                if (!PublicAddresses.isPublic(address) && !PublicAddresses.isIn(address, allowPrivate)) {
                    throw new NotPublicException();
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return resolver.resolveCanonicalHostname(host);
        }
    }
}
