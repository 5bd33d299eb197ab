package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static io.weir.worker.kit.TestMessage.CERTIFICATE_URL;
import static io.weir.worker.kit.TestMessage.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.RetryLaterException;
import io.weir.action.test.MovableClock;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.fetch.FetchBudget;
import io.weir.worker.kit.TestCertificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often, and from where, a certificate is had. */
class CertificateStoreTest extends SnsVerifierSetup {
    @Test
    void verify_manyMessages_fetchOnce() {
        verify(signed());
        verify(signed());
        assertGenuine(verify(signed()), FETCH);
    }

    @Test
    void verify_coldStart_takesTheCertificateFromTheBucket() {
        verify(signed());
        host.answer(CERTIFICATE_PATH, 503, new byte[0]);
        verifier = coldStart();
        assertGenuine(verify(signed()), FETCH);
        assertThat(bucket.objects()).containsOnlyKeys("certificates/us-east-1" + CERTIFICATE_PATH);
    }

    @Test
    void verify_bucketDown_takesTheCertificateFromTheHost() {
        bucket.setDown(true);
        assertGenuine(verify(signed()), FETCH);
    }

    @Test
    void verify_certificateOfAStrangerInTheBucket_isPassedOver() throws Exception {
        bucket.put(
                "certificates/us-east-1" + CERTIFICATE_PATH,
                TestCertificate.of("CN=evil.example", "RSA", 2048, TestCertificate.FROM, TestCertificate.UNTIL)
                        .pem(),
                "",
                Map.of());
        assertGenuine(verify(signed()), FETCH);
    }

    @Test
    void verify_objectInTheBucketThatIsTooLarge_isPassedOver() throws Exception {
        byte[] padded = Arrays.copyOf(CERTIFICATE.pem(), CertificateStore.MAX_BYTES + 1);
        Arrays.fill(padded, CERTIFICATE.pem().length, padded.length, (byte) '\n');
        bucket.put("certificates/us-east-1" + CERTIFICATE_PATH, padded, "", Map.of());
        assertGenuine(verify(signed()), FETCH);
    }

    @Test
    void get_missesHitsAndFetches_areRememberedForTheirTime() throws Exception {
        MovableClock clock = new MovableClock(RECEIVED_AT);
        List<String> fetched = new ArrayList<>();
        CertificateStore store = new CertificateStore(
                (url, maxBytes) -> {
                    fetched.add(url.getPath());
                    throw new IOException("down");
                },
                bucket,
                clock);
        for (int i = 0; i < 40; i++) {
            CertificateUrl made =
                    CertificateUrl.of(CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", String.format("-%032x", i)), TOPIC);
            assertThatThrownBy(() -> store.get(made, "s")).isInstanceOf(IOException.class);
        }
        assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE);

        clock.advance(CertificateStore.FAULT_KEPT.minusMillis(1));
        CertificateUrl first =
                CertificateUrl.of(CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", "-" + "0".repeat(32)), TOPIC);
        assertThatThrownBy(() -> store.get(first, "s")).hasMessage("cannot fetch the certificate: down");
        assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE);

        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> store.get(first, "s")).hasMessage("cannot fetch the certificate: down");
        assertThat(fetched).hasSize(CertificateStore.FETCHES_PER_MINUTE + 1);
    }

    private static CertificateUrl made(int i) throws Exception {
        return CertificateUrl.of(CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", String.format("-%032x", i)), TOPIC);
    }

    @Test
    void get_manyMadeUpUrlsBeforeAGenuineOneOnAColdCache_eachHasItsTurnAfterOneWait() throws Exception {
        MovableClock clock = new MovableClock(RECEIVED_AT);
        CertificateStore store = new CertificateStore(
                (url, maxBytes) -> {
                    if (url.toString().equals(CERTIFICATE_URL)) {
                        return CERTIFICATE.pem();
                    }
                    throw new DocumentRejectedException("404");
                },
                bucket,
                clock);
        CertificateUrl genuine = CertificateUrl.of(CERTIFICATE_URL, TOPIC);
        Map<CertificateUrl, Instant> waiting = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            waiting.put(made(i), clock.instant());
        }
        waiting.put(genuine, clock.instant());

        int asked = 0;
        boolean had = false;
        while (!waiting.isEmpty()) {
            for (CertificateUrl url : List.copyOf(waiting.keySet())) {
                if (waiting.get(url).isAfter(clock.instant())) {
                    continue;
                }
                asked++;
                try {
                    had |= store.get(url, "s") != null;
                    waiting.remove(url);
                } catch (DocumentRejectedException e) {
                    waiting.remove(url);
                } catch (RetryLaterException e) {
                    waiting.put(url, clock.instant().plus(RetryLaterException.notBefore(e)));
                }
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(had).isTrue();
        assertThat(asked).isLessThanOrEqualTo(2 * 301);
        assertThat(Duration.between(RECEIVED_AT, clock.instant())).isLessThan(Duration.ofMinutes(16));
    }

    @Test
    void get_newUrlBehindACrowd_waitsForTheNextMinuteOnly() throws Exception {
        MovableClock clock = new MovableClock(RECEIVED_AT);
        CertificateStore store = new CertificateStore((url, maxBytes) -> CERTIFICATE.pem(), bucket, clock);
        for (int i = 0; i < 300; i++) {
            try {
                store.get(made(i), "s");
            } catch (RetryLaterException e) {
                assertThat(RetryLaterException.notBefore(e)).isGreaterThanOrEqualTo(Duration.ofSeconds(55));
            }
        }
        clock.advance(Duration.ofSeconds(55));
        assertThat(store.get(made(1000), "s")).isNotNull();
    }

    @Test
    void get_madeUpUrlsOfOneSource_takeNothingFromAnother() throws Exception {
        MovableClock clock = new MovableClock(RECEIVED_AT);
        CertificateStore store = new CertificateStore((url, maxBytes) -> CERTIFICATE.pem(), bucket, clock);
        for (int i = 0; i < FetchBudget.PER_MINUTE; i++) {
            store.get(made(i), "attacked");
        }
        assertThatThrownBy(() -> store.get(made(100), "attacked")).isInstanceOf(RetryLaterException.class);
        assertThat(store.get(made(100), "other")).isNotNull();
    }

    @Test
    void get_knownOneWhoseTimeIsOver_isNeitherStarvedNorForgotten() throws Exception {
        MovableClock clock = new MovableClock(RECEIVED_AT);
        List<Boolean> down = new ArrayList<>(List.of(false));
        CertificateStore store = new CertificateStore(
                (url, maxBytes) -> {
                    if (down.getFirst()) {
                        throw new IOException("down");
                    }
                    return CERTIFICATE.pem();
                },
                bucket,
                clock);
        CertificateUrl genuine = CertificateUrl.of(CERTIFICATE_URL, TOPIC);
        store.get(genuine, "s");
        bucket.setDown(true);
        clock.advance(CertificateStore.KEPT);
        for (int i = 0; i < FetchBudget.PER_MINUTE; i++) {
            store.get(made(i), "s");
        }
        assertThat(store.get(genuine, "s")).isNotNull();
        down.set(0, true);
        clock.advance(CertificateStore.KEPT);
        assertThat(store.get(genuine, "s")).isNotNull();
    }

    @Test
    void verify_sameMissAgain_isRememberedShortly() {
        host.answer(CERTIFICATE_PATH, 404, new byte[0]);
        verify(signed());
        assertRejected(verify(signed()), Reason.CERTIFICATE, FETCH);
    }

    @Test
    @Tag("slow")
    void verify_urlsMadeUpByTheThousand_areFetchedSoManyTimesAMinuteAndGenuineTrafficGoesOn() {
        verify(signed());
        IntStream.range(0, 2000)
                .forEach(i -> verify(signed().with(
                                "SigningCertURL",
                                CERTIFICATE_URL.replaceFirst("-[0-9a-f]{32}", String.format("-%032x", i)))));

        assertThat(host.requests()).hasSize(CertificateStore.FETCHES_PER_MINUTE);
        assertThat(verify(signed())).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    @Tag("slow")
    void verify_manyAtOnceWithOneNewUrl_fetchOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verification>> running = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                running.add(executor.submit(() -> {
                    all.countDown();
                    all.await();
                    return verify(signed());
                }));
            }
            for (Future<Verification> one : running) {
                assertThat(one.get()).isInstanceOf(Verification.Genuine.class);
            }
        }
        assertThat(host.requests()).containsExactly(FETCH);
    }
}
