package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemes that have a name, each written as the configuration would write it. */
public final class Presets {
    /**
     * Sources: GitHub "Validating webhook deliveries"; Stripe "Verify webhook signatures manually"; Shopify "Verify a
     * webhook's origin" and "Ignore duplicate webhooks"; Recharge "Webhook validation"; Slack "Verifying requests from Slack"; Twilio "Webhooks
     * security"; the Standard Webhooks specification; Svix "Verifying payloads manually".
     */
    private static final String JSON = """
            {
              "github": {"header": "x-hub-signature-256", "prefix": "sha256=", "algorithm": "HmacSHA256",
                "encoding": "hex", "signed": "{body}", "id": "x-github-delivery", "type": "x-github-event"},
              "stripe": {"header": "stripe-signature", "list": "key-values", "version": "v1",
                "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{t}.{body}", "time": {"unit": "s"},
                "maxAge": "PT5M", "id": "/id", "type": "/type"},
              "shopify": {"header": "x-shopify-hmac-sha256", "algorithm": "HmacSHA256", "encoding": "base64",
                "signed": "{body}", "id": "x-shopify-event-id", "type": "x-shopify-topic"},
              "recharge": {"header": "x-recharge-webhook-signature", "list": "key-values", "version": "v1",
                "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{t}.{body}", "time": {"unit": "s"},
                "maxAge": "PT48H", "type": "x-recharge-topic"},
              "recharge-legacy": {"header": "x-recharge-hmac-sha256", "algorithm": "SHA-256", "encoding": "hex",
                "signed": "{secret}{body}", "type": "x-recharge-topic", "equalBodies": "same"},
              "slack": {"header": "x-slack-signature", "prefix": "v0=", "algorithm": "HmacSHA256",
                "encoding": "hex", "signed": "v0:{t}:{body}", "time": {"header": "x-slack-request-timestamp"},
                "maxAge": "PT5M", "id": "/event_id", "type": "/event/type"},
              "twilio": {"header": "x-twilio-signature", "algorithm": "HmacSHA1", "encoding": "base64",
                "signed": "{url}{form}", "id": "i-twilio-idempotency-token"},
              "standard-webhooks": {"header": "webhook-signature", "list": "versions", "version": "v1",
                "algorithm": "HmacSHA256", "encoding": "base64", "key": "whsec",
                "signed": "{header:webhook-id}.{t}.{body}", "time": {"header": "webhook-timestamp"},
                "maxAge": "PT5M", "id": "webhook-id", "type": "/type"},
              "svix": {"header": "svix-signature", "list": "versions", "version": "v1",
                "algorithm": "HmacSHA256", "encoding": "base64", "key": "whsec",
                "signed": "{header:svix-id}.{t}.{body}", "time": {"header": "svix-timestamp"},
                "maxAge": "PT5M", "id": "svix-id", "type": "/type"}
            }
            """;

    private static final Map<String, Object> TREES = trees();

    private Presets() {}

    /** Every preset by name, as the tree that its JSON is. */
    public static Map<String, Object> trees() {
        Map<String, Object> trees = new LinkedHashMap<>();
        try {
            ConfigValue root = new ConfigValue("presets /", Json.read(JSON));
            root.object().forEach((name, tree) -> trees.put((String) name, tree));
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
        return Collections.unmodifiableMap(trees);
    }

    /**
     * The preset of a name.
     *
     * @throws ConfigurationException if there is none
     */
    public static HmacScheme scheme(String name) {
        return get(new ConfigValue("scheme", name));
    }

    static HmacScheme get(ConfigValue config) {
        String name = config.string();
        if (!TREES.containsKey(name)) {
            throw config.expected("one of sns, " + String.join(", ", TREES.keySet()) + ", or an own scheme");
        }
        return HmacScheme.parse(name, new ConfigValue("preset " + name, TREES.get(name)));
    }
}
