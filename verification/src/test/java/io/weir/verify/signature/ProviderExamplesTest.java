package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.verify.Verification;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples that senders publish with their own documentation. */
class ProviderExamplesTest extends SignatureVerifierSetup {
    @Test
    void verify_githubsOwnExample_isGenuine() {
        // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, "Testing the webhook
        // payload validation"
        secrets.set(0, "It's a Secret to Everybody".getBytes(UTF_8));
        Map<String, String> headers = Map.of(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-GitHub-Delivery",
                "72d3162e",
                "X-GitHub-Event",
                "push");

        Verification verification = verify(source("github"), "Hello, World!".getBytes(UTF_8), headers);

        Event event = ((Verification.Genuine) verification).event();
        assertThat(event.id()).isEqualTo("72d3162e");
        assertThat(event.type()).isEqualTo("push");
        assertThat(event.headers()).doesNotContainKey("x-hub-signature-256");
    }

    @Test
    void verify_slacksOwnExample_isGenuineAtItsTime() {
        // https://docs.slack.dev/authentication/verifying-requests-from-slack
        secrets.set(0, "8f742231b10e8888abcd99yyyzzz85a5".getBytes(UTF_8));
        String body =
                "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        ReceivedRequest request = new ReceivedRequest(
                "s",
                Instant.ofEpochSecond(1531420618),
                "POST",
                URL,
                Map.of(
                        "x-slack-request-timestamp",
                        "1531420618",
                        "x-slack-signature",
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
                body.getBytes(UTF_8));

        assertThat(verifier.verify(request, source("slack"))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_standardWebhooksOwnExample_isGenuineAtItsTime() {
        // https://github.com/standard-webhooks/standard-webhooks, the reference vector of the libraries' tests
        ReceivedRequest request = new ReceivedRequest(
                "s",
                Instant.ofEpochSecond(1614265330),
                "POST",
                URL,
                Map.of(
                        "webhook-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(verifier.verify(request, source("standard-webhooks"))).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_twiliosOwnExample_isGenuine() {
        // https://www.twilio.com/docs/usage/security, "Validating requests"
        secrets.set(0, "12345".getBytes(UTF_8));
        String body =
                "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
        ReceivedRequest request = new ReceivedRequest(
                "s",
                NOW,
                "POST",
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                Map.of(
                        "content-type",
                        "application/x-www-form-urlencoded",
                        "x-twilio-signature",
                        "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
                body.getBytes(UTF_8));
        assertThat(verifier.verify(request, source("twilio"))).isInstanceOf(Verification.Genuine.class);
    }
}
