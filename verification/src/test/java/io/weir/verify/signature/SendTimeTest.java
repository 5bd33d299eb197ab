package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signed time of sending. */
class SendTimeTest extends SignatureVerifierSetup {
    @ParameterizedTest
    @CsvSource({"-300, true", "300, true", "-301, false", "301, false"})
    void verify_timeOfSending_mayBeAsFarInTheFutureAsInThePast(int seconds, boolean fresh) {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        Verification verification = verify(source, body, signed(source, body, SECRET, NOW.plusSeconds(seconds)));
        if (fresh) {
            assertThat(verification).isInstanceOf(Verification.Genuine.class);
        } else {
            assertRejected(verification, Reason.STALE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e9", "+5", "-5", "", "999999999999999", "1234567890123456789012", "１７７２６２５６００", "1.0", " 1"})
    void verify_timeThatIsNotPlainDigits_isMalformed(String time) {
        String signature = "0".repeat(64);
        Map<String, String> slack = new LinkedHashMap<>();
        slack.put("x-slack-signature", "v0=" + signature);
        slack.put("x-slack-request-timestamp", time);
        assertRejected(verify(source("slack"), new byte[0], slack), Reason.MALFORMED);
    }

    @Test
    void verify_timeChangedAfterSigning_isRejected() {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        Map<String, String> headers = signed(source, body, SECRET, NOW);
        headers.computeIfPresent(
                "stripe-signature",
                (name, value) -> value.replace("" + NOW.getEpochSecond(), "" + (NOW.getEpochSecond() + 1)));
        assertRejected(verify(source, body, headers), Reason.SIGNATURE);
    }

    @Test
    void verify_timeTwiceInTheList_isMalformed() {
        Map<String, String> headers = Map.of("stripe-signature", "t=1,t=2,v1=" + "0".repeat(64));
        assertRejected(verify(source("stripe"), new byte[0], headers), Reason.MALFORMED);
    }

    @Test
    void verify_staleRequest_saysOnWhichSide() {
        Source source = source("stripe");
        byte[] body = "{}".getBytes(UTF_8);
        assertThat(verify(source, body, signed(source, body, SECRET, NOW.minusSeconds(301))))
                .isEqualTo(new Verification.Rejected(Reason.STALE, "older than PT5M when received"));
        assertThat(verify(source, body, signed(source, body, SECRET, NOW.plusSeconds(301))))
                .isEqualTo(new Verification.Rejected(Reason.STALE, "sent after received"));
    }
}
