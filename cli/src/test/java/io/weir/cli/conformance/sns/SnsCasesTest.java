package io.weir.cli.conformance.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Cases;
import io.weir.cli.conformance.plan.Expect;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.Outgoing;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Weir's verifier says of the message of each case, asked directly; and that the attacks are attacks. */
class SnsCasesTest {
    private static SnsFamilies families;
    private static AskingFetcher fetcher;
    private static int plays;

    @BeforeAll
    static void open() throws Exception {
        families = SnsFamilies.fetched();
        fetcher = families.fetcher();
    }

    @AfterAll
    static void close() {
        fetcher.close();
        families.close();
    }

    static Stream<Case> cases() {
        return Cases.all().stream().filter(each -> each.folder().equals("sns"));
    }

    /** With nothing in memory, so that no case has another's certificate, and none waits for its turn to fetch. */
    private static Verification verify(Outgoing request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(line -> headers.put(line.name().toLowerCase(Locale.ROOT), line.value()));
        return new SnsVerifier(new CertificateStore(fetcher, new InMemoryBucket(), Clock.systemUTC()))
                .verify(
                        new ReceivedRequest("sns", Instant.now(), "POST", "http://door/sns", headers, request.body()),
                        Source.ofSns("sns", SnsFamilies.ARN));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void verify_caseAsItSays(Case each) throws Exception {
        Texts texts = families.family().texts("case-direct-" + plays++);
        for (Step step : each.steps()) {
            Verification verification = verify(families.family().prepare(step, texts));
            Expect expect = each.expect();
            if (expect == Expect.ACCEPT) {
                assertThat(verification).isInstanceOf(Verification.Genuine.class);
            } else if (expect == Expect.REJECT) {
                assertThat(verification).isInstanceOfAny(Verification.Rejected.class, Verification.Undecided.class);
            }
        }
        assertThat(families.family().fetched(texts.marker()).fault()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void verify_careless_isFooledByAttacksOnWhatItDoesNotCheck(Case each) throws Exception {
        if (each.expect() == Expect.ACCEPT || MADE_TO_FOOL.stream().anyMatch(each.id()::startsWith)) {
            Texts texts = families.family().texts("case-careless-" + plays++);
            for (Step step : each.steps()) {
                assertThat(CarelessReceiver.believes(
                                families.family().prepare(step, texts).body(), fetcher))
                        .isTrue();
            }
        }
    }

    /** Cases whose message carries a signature that is right, by a key of which the certificate can be had. */
    private static final List<String> MADE_TO_FOOL = List.of(
            "sns-certificate-url-host",
            "sns-certificate-url-of-a-bucket",
            "sns-certificate-url-top-domain",
            "sns-certificate-url-cyrillic",
            "sns-certificate-url-with-",
            "sns-certificate-url-of-this-machine",
            "sns-certificate-expired",
            "sns-certificate-other-subject",
            "sns-certificate-subject",
            "sns-certificate-two-names",
            "sns-certificate-of-512-bit",
            "sns-topic-of-a-stranger",
            "sns-topic-that-begins",
            "sns-message-split",
            "sns-subject-moved",
            "sns-header-of",
            "sns-raw-header",
            "sns-two-days",
            "sns-a-year-old",
            "sns-lone-surrogate-signed-as-a-question-mark",
            "sns-invalid-utf-8",
            "sns-message-twice-other-first",
            "sns-subject-text-then-null",
            "sns-subject-null-twice");

    @Test
    void cases_eachThatIsMadeToFool_isThere() {
        assertThat(MADE_TO_FOOL)
                .allSatisfy(prefix -> assertThat(cases().map(Case::id)).anyMatch(id -> id.startsWith(prefix)));
        assertThat(cases().filter(each -> each.expect() == Expect.ACCEPT)).hasSizeGreaterThan(30);
        assertThat(cases().filter(each -> each.expect() == Expect.REJECT)).hasSizeGreaterThan(200);
    }
}
