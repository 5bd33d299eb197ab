package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static io.weir.worker.kit.TestMessage.CERTIFICATE_URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.worker.kit.TestMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but the SNS host of the topic's own region is ever asked. */
class CertificateUrlTest extends SnsVerifierSetup {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sns.us-east-1.amazonaws.com.evil.example/F",
                "https://sns.us-east-1.amazonaws.com@evil.example/F",
                "https://evil.example/sns.us-east-1.amazonaws.com/F",
                "https://evil.example#sns.us-east-1.amazonaws.com/F",
                "https://evil.example?sns.us-east-1.amazonaws.com/F",
                "https://snsXus-east-1.amazonaws.com/F",
                "https://sns.s3-us-west-2.amazonaws.com/F",
                "https://sns.us-east-1.amazonaws.co/F",
                "https://sns.us-east-1.amazonaws.org/F",
                "https://x.sns.us-east-1.amazonaws.com/F",
                "https://SNS.us-east-1.amazonaws.com/F",
                "HTTPS://sns.us-east-1.amazonaws.com/F",
                "https://sns.us-east-1.amazonaws.com./F",
                "https://sns.us-east-1.amazonaws.com:443/F",
                "https://sns.us-east-1.amazonaws.com:8443/F",
                "https://user@sns.us-east-1.amazonaws.com/F",
                "https://user:pass@sns.us-east-1.amazonaws.com/F",
                "https://127.0.0.1/F",
                "https://[::1]/F",
                "https://2130706433/F",
                "https://xn--sns-abc.us-east-1.amazonaws.com/F",
                "https://sns.us-east-1.amazonaws.c\u043em/F",
                "https://sns.us-east-1.\u0430mazonaws.com/F",
                "https://sns.us-east-1.amazonaws.com\\F",
                "https:\\\\sns.us-east-1.amazonaws.com/F",
                "http://sns.us-east-1.amazonaws.com/F",
                "//sns.us-east-1.amazonaws.com/F",
                "ftp://sns.us-east-1.amazonaws.com/F",
                "file:///F",
                "https://sns%2eus-east-1.amazonaws.com/F",
                "https://sns.us-east-1.amazonaws.com%2FF",
                " https://sns.us-east-1.amazonaws.com/F",
                "https://sns.us-east-1.amazonaws.com/F ",
                "https://sns.us-east-1.amazonaws.com//F",
                "https://sns.us-east-1.amazonaws.com/x/F",
                "https://sns.us-east-1.amazonaws.com/x/../F",
                "https://sns.us-east-1.amazonaws.com/F?x=1",
                "https://sns.us-east-1.amazonaws.com/F#x",
                "https://sns.us-east-1.amazonaws.com/F/",
                "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
                "https://sns.us-east-1.amazonaws.com/",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcde.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef0.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789ABCDEF0123456789abcdef.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdeg0123456789abcdef.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.PEM",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem.pem",
                "https://sns.us-east-2.amazonaws.com/F",
                "https://sns.us-nowhere-1.amazonaws.com/F",
                "https://sns.cn-north-1.amazonaws.com.cn/F",
                "https://sns.us-east-1.amazonaws.com.cn/F",
                "https://sns.amazonaws.com/F",
                "not a url"
            })
    void verify_urlOfAnotherPlace_isRejectedAndNothingIsFetched(String url) {
        String written = url.replace("F", CERTIFICATE_PATH.substring(1));
        if (url.contains("Action") || url.contains("HTTPS") || url.contains("ABCDEF")) {
            written = url;
        }
        assertRejected(
                verify(TestMessage.notification()
                        .with("SigningCertURL", written)
                        .sign(CERTIFICATE.keys())),
                Reason.CERTIFICATE_URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\n", "\r", "\u0000", "\u007f"})
    void verify_controlCharacterInTheUrl_isMalformedAndNothingIsFetched(String character) {
        String url = CERTIFICATE_URL.replace("sns.us", "sns." + character + "us");
        assertRejected(verify(signed().with("SigningCertURL", url)), Reason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws-cn:sns:cn-north-1:123456789012:t, https://sns.cn-north-1.amazonaws.com.cn",
        "arn:aws-us-gov:sns:us-gov-west-1:123456789012:t, https://sns.us-gov-west-1.amazonaws.com",
        "arn:aws-iso:sns:us-iso-east-1:123456789012:t, https://sns.us-iso-east-1.c2s.ic.gov",
        "arn:aws:sns:ap-southeast-7:123456789012:t, https://sns.ap-southeast-7.amazonaws.com"
    })
    void of_topicOfEachPartition_allowsItsOwnHost(String topic, String host) throws RejectionException {
        assertThat(CertificateUrl.of(host + CERTIFICATE_PATH, topic).text()).isEqualTo(host + CERTIFICATE_PATH);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws-cn:sns:us-east-1:123456789012:t, https://sns.us-east-1.amazonaws.com",
        "arn:aws:sns:cn-north-1:123456789012:t, https://sns.cn-north-1.amazonaws.com.cn",
        "arn:aws:sns:s3-us-west-2:123456789012:t, https://sns.s3-us-west-2.amazonaws.com",
        "arn:aws:sns::123456789012:t, https://sns..amazonaws.com",
        "arn:aws:sns:us-east-1, https://sns.us-east-1.amazonaws.com"
    })
    void of_regionThatIsNoneOfThePartition_isRejected(String topic, String host) {
        RejectionException rejection =
                assertThrows(RejectionException.class, () -> CertificateUrl.of(host + CERTIFICATE_PATH, topic));
        assertThat(rejection.toVerification().reason()).isEqualTo(Reason.CERTIFICATE_URL);
    }
}
