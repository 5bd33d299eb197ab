package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The door with the secrets of the two sources that need one there, read from Secrets Manager by its own role. */
@ExtendWith(SharedSystem.class)
@Order(4)
class DoorSecretsIT {
    private final WeirSystem system;

    DoorSecretsIT(WeirSystem system) {
        this.system = system;
    }

    @Test
    void webhookThatIsForged_isAnswered401AtTheDoor_andAGenuineOneIsTaken() throws Exception {
        // Not JSON: LocalStack would write it anew.
        assertThat(system.send("xero", "a guess", WeirSystem.id(), "<forged/>")).isEqualTo(401);

        String body = "<genuine id='" + WeirSystem.id() + "'/>";
        system.sendAccepted("xero", WeirSystem.SECRET, WeirSystem.id(), body);
        assertThat(system.seen().keys("rejected/xero/")).isEmpty();
    }

    @Test
    void handshakeOfZoom_isAnsweredWithItsHmac() throws Exception {
        String answer = system.ask(
                "zoom",
                "{\"event\": \"endpoint.url_validation\", \"payload\": {\"plainToken\": \"qgg8vlvZRS6UYooatFL8Aw\"}}");

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WeirSystem.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String hmac = HexFormat.of().formatHex(mac.doFinal("qgg8vlvZRS6UYooatFL8Aw".getBytes(StandardCharsets.UTF_8)));
        assertThat(Json.readObject(answer))
                .isEqualTo(Map.of("plainToken", "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken", hmac));
    }
}
