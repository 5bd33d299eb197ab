package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twilio signs the URL with a port or without, and its libraries try both. */
class TwilioUrlTest extends SignatureVerifierSetup {
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
    private static final byte[] CALL =
            "Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309"
                    .getBytes(UTF_8);

    @BeforeEach
    void takeTheLibrarysToken() {
        secrets.set(0, "12345".getBytes(UTF_8));
    }

    private Verification verify(String url, byte[] body, String signature) {
        return verifier.verify(
                new ReceivedRequest(
                        "s", NOW, "POST", url, Map.of("content-type", FORM, "x-twilio-signature", signature), body),
                source("twilio"));
    }

    /** The cases of twilio-java's RequestValidatorTest (validateRemovesPortHttps, AddsPortHttps, AddsPortHttp). */
    @ParameterizedTest
    @CsvSource({
        "https://mycompany.com:1234/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "http://mycompany.com/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4="
    })
    void verify_urlOfTheLibrarysOwnTests_isGenuine(String url, String signature) {
        assertThat(verify(url, CALL, signature)).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://my.server.example:8443/twilio, tNxJaJnIGGk0f1bRJef4q+dvneg=",
        "https://my.server.example:443/twilio, tNxJaJnIGGk0f1bRJef4q+dvneg=",
        "https://my.server.example/twilio, tNxJaJnIGGk0f1bRJef4q+dvneg=",
        "https://my.server.example/twilio, JEQwro5ji25f7EOVhNWn9JN4vi4=",
        "https://my.server.example:443/twilio, JEQwro5ji25f7EOVhNWn9JN4vi4="
    })
    void verify_portThatOnlyOneSideSaw_isGenuine(String url, String signature) {
        assertThat(verify(url, "Body=hello&MessageSid=SM1".getBytes(UTF_8), signature))
                .isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://my.server.example:8443/twilio, JEQwro5ji25f7EOVhNWn9JN4vi4=",
        "http://my.server.example/twilio, JEQwro5ji25f7EOVhNWn9JN4vi4=",
        "https://my.server.example/twilio:443, JEQwro5ji25f7EOVhNWn9JN4vi4=",
        "https://other.example/twilio, tNxJaJnIGGk0f1bRJef4q+dvneg="
    })
    void verify_anotherPortOrHost_isRejected(String url, String signature) {
        assertRejected(verify(url, "Body=hello&MessageSid=SM1".getBytes(UTF_8), signature), Reason.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/b:1?c:2, https://a:443/b:1?c:2",
        "http://a?x, http://a:80?x",
        "https://a, https://a:443",
        "https://[::1]/x, https://[::1]:443/x",
        "https://[::1]:8080/x, https://[::1]/x",
        "https://u:p@a/x, https://u:p@a:443/x",
        "https://u:p@a:1/x, https://u:p@a/x",
        "no-url, no-url"
    })
    void otherPort_addsOneThatIsMissingAndTakesAwayOneThatIsThere(String url, String other) {
        assertThat(TwilioUrl.otherPort(url)).isEqualTo(other);
    }
}
