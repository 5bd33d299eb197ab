package io.weir.verify.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any legal scheme, against a signer that is written from the vocabulary alone and shares no code with the verifier. */
class SignatureSchemeEngineTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.250Z");
    private static final String URL = "https://door.example/s?a=1&b=%20";

    /** How the time of sending is written and where: in a header, in the list of signatures, or not at all. */
    record SentTime(String unit, String in) {}

    /** A scheme in the words of the configuration. */
    record Model(String algorithm, String encoding, String key, List<String> parts, String form, SentTime time) {
        String timeIn() {
            return time.in();
        }

        boolean hasTime() {
            return !timeIn().equals("none");
        }

        List<String> template() {
            List<String> all = new ArrayList<>(parts);
            if (hasTime()) {
                all.add(0, "{t}");
                all.add(1, ".");
            }
            return all;
        }

        Map<String, Object> config() {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("header", "X-Signature");
            config.put("algorithm", algorithm);
            config.put("encoding", encoding);
            config.put("key", key);
            config.put("signed", String.join("", template()));
            config.put("equalBodies", "same");
            switch (form) {
                case "plain" -> {}
                case "prefix" -> config.put("prefix", "sha=");
                default -> {
                    config.put("list", form);
                    config.put("version", "v1");
                }
            }
            if (hasTime()) {
                config.put(
                        "time",
                        timeIn().equals("list")
                                ? Map.of("unit", time.unit())
                                : Map.of("header", "X-Time", "unit", time.unit()));
            }
            return config;
        }
    }

    @Provide
    Arbitrary<Model> schemes() {
        Arbitrary<List<String>> parts = Arbitraries.of("{header:x-a}", "{header:x-b}", "{url}", "{method}", ":", "v0:é")
                .list()
                .ofMaxSize(4)
                .map(list -> {
                    List<String> withBody = new ArrayList<>(list);
                    withBody.add(withBody.size() / 2, "{body}");
                    return withBody;
                });
        Arbitrary<SentTime> times = Combinators.combine(
                        Arbitraries.of("s", "ms", "iso"), Arbitraries.of("none", "header", "list"))
                .as(SentTime::new);
        return Combinators.combine(
                        Arbitraries.of("HmacSHA1", "HmacSHA256", "HmacSHA512"),
                        Arbitraries.of("hex", "base64", "base64url"),
                        Arbitraries.of("utf8", "hex", "base64", "whsec"),
                        parts,
                        Arbitraries.of("plain", "prefix", "key-values", "versions"),
                        times)
                .as(Model::new)
                .filter(model -> !model.timeIn().equals("list") || model.form().equals("key-values"));
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(200);
    }

    @Provide
    Arbitrary<byte[]> keys() {
        return Arbitraries.bytes()
                .between((byte) 0x21, (byte) 0x7e)
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(80);
    }

    private static String secret(Model model, byte[] key) {
        return switch (model.key()) {
            case "utf8" -> new String(key, UTF_8);
            case "hex" -> HexFormat.of().formatHex(key);
            case "base64" -> Base64.getEncoder().encodeToString(key);
            default -> "whsec_" + Base64.getEncoder().encodeToString(key);
        };
    }

    private static String time(Model model) {
        return switch (model.time().unit()) {
            case "s" -> Long.toString(NOW.getEpochSecond());
            case "ms" -> Long.toString(NOW.toEpochMilli());
            default -> NOW.toString();
        };
    }

    private static byte[] signature(Model model, byte[] key, Map<String, String> headers, byte[] body)
            throws GeneralSecurityException {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        for (String part : model.template()) {
            signed.writeBytes(
                    switch (part) {
                        case "{body}" -> body;
                        case "{t}" -> time(model).getBytes(UTF_8);
                        case "{url}" -> URL.getBytes(UTF_8);
                        case "{method}" -> "POST".getBytes(UTF_8);
                        case "{header:x-a}" -> headers.get("X-A").getBytes(UTF_8);
                        case "{header:x-b}" -> headers.get("x-b").getBytes(UTF_8);
                        default -> part.getBytes(UTF_8);
                    });
        }
        Mac mac = Mac.getInstance(model.algorithm());
        mac.init(new SecretKeySpec(key, model.algorithm()));
        return mac.doFinal(signed.toByteArray());
    }

    private static String written(Model model, byte[] signature) {
        String text = switch (model.encoding()) {
            case "hex" -> HexFormat.of().formatHex(signature);
            case "base64" -> Base64.getEncoder().encodeToString(signature);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        };
        return switch (model.form()) {
            case "plain" -> text;
            case "prefix" -> "sha=" + text;
            case "key-values" -> (model.timeIn().equals("list") ? "t=" + time(model) + "," : "") + "v0=00,v1=" + text;
            default -> "v2,xx v1," + text;
        };
    }

    private static Map<String, String> headers(Model model) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-A", "value a");
        headers.put("x-b", "value-b");
        if (model.timeIn().equals("header")) {
            headers.put("X-Time", time(model));
        }
        return headers;
    }

    private static Verification verify(
            Model model, byte[] key, Map<String, String> headers, byte[] body, String method) {
        Source source = Sources.parse(
                        "test", Json.write(Map.of("s", Map.of("scheme", model.config(), "secret", "env:X"))))
                .find("s");
        SignatureVerifier verifier = new SignatureVerifier(
                (reference, fresh) -> SecretSet.fixed(secret(model, key).getBytes(UTF_8)));
        return verifier.verify(new ReceivedRequest("s", NOW, method, URL, headers, body), source);
    }

    private static Verification verify(Model model, byte[] key, Map<String, String> headers, byte[] body) {
        return verify(model, key, headers, body, "POST");
    }

    @Property(tries = 3000)
    void verify_whatAModelSignerMade_isGenuine(
            @ForAll("schemes") Model model, @ForAll("keys") byte[] key, @ForAll("bodies") byte[] body)
            throws GeneralSecurityException {
        Map<String, String> headers = headers(model);
        headers.put("x-signature", written(model, signature(model, key, headers, body)));
        assertThat(verify(model, key, headers, body)).isInstanceOf(Verification.Genuine.class);
    }

    @Property(tries = 3000)
    void verify_anyBitOfTheBodyChanged_isRejected(
            @ForAll("schemes") Model model, @ForAll("keys") byte[] key, @ForAll("bodies") byte[] body, @ForAll int bit)
            throws GeneralSecurityException {
        Map<String, String> headers = headers(model);
        headers.put("x-signature", written(model, signature(model, key, headers, body)));
        byte[] changed = body.length == 0 ? new byte[1] : flipped(body, bit);
        assertThat(verify(model, key, headers, changed)).isInstanceOf(Verification.Rejected.class);
    }

    @Property(tries = 3000)
    void verify_anyBitOfTheSignatureChanged_isRejected(
            @ForAll("schemes") Model model, @ForAll("keys") byte[] key, @ForAll("bodies") byte[] body, @ForAll int bit)
            throws GeneralSecurityException {
        Map<String, String> headers = headers(model);
        headers.put("x-signature", written(model, flipped(signature(model, key, headers, body), bit)));
        assertThat(verify(model, key, headers, body)).isInstanceOf(Verification.Rejected.class);
    }

    @Property(tries = 2000)
    void verify_anyBitOfTheKeyChanged_isRejected(
            @ForAll("schemes") Model model, @ForAll("keys") byte[] key, @ForAll("bodies") byte[] body, @ForAll int bit)
            throws GeneralSecurityException {
        Map<String, String> headers = headers(model);
        // Not the highest bit, which would make another character of the text.
        byte[] other = key.clone();
        other[Math.floorMod(bit, key.length)] ^= 1;
        headers.put("x-signature", written(model, signature(model, other, headers, body)));
        assertThat(verify(model, key, headers, body)).isInstanceOf(Verification.Rejected.class);
    }

    @Property(tries = 3000)
    void verify_anyBitOfASignedHeaderMethodOrTimeChanged_isRejected(
            @ForAll("schemes") Model model, @ForAll("keys") byte[] key, @ForAll("bodies") byte[] body, @ForAll int bit)
            throws GeneralSecurityException {
        Map<String, String> headers = headers(model);
        headers.put("x-signature", written(model, signature(model, key, headers, body)));
        for (String name : List.of("X-A", "x-b", "X-Time")) {
            boolean signed = name.equals("X-Time")
                    ? model.timeIn().equals("header")
                    : model.parts().contains("{header:" + name.toLowerCase(Locale.ROOT) + "}");
            if (signed) {
                Map<String, String> changed = new LinkedHashMap<>(headers);
                changed.put(name, flippedText(headers.get(name), bit));
                assertThat(verify(model, key, changed, body)).as(name).isInstanceOf(Verification.Rejected.class);
            }
        }
        if (model.timeIn().equals("list")) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            String time = time(model);
            String signature = headers.get("x-signature");
            changed.put("x-signature", "t=" + flippedText(time, bit) + signature.substring(2 + time.length()));
            assertThat(verify(model, key, changed, body)).isInstanceOf(Verification.Rejected.class);
        }
        if (model.parts().contains("{method}")) {
            assertThat(verify(model, key, headers, body, "PUT")).isInstanceOf(Verification.Rejected.class);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        int at = Math.floorMod(bit, bytes.length * 8);
        changed[at / 8] ^= (byte) (1 << (at % 8));
        return changed;
    }

    /** Stays ASCII: of the low seven bits. */
    private static String flippedText(String text, int bit) {
        int at = Math.floorMod(bit, text.length() * 7);
        char[] changed = text.toCharArray();
        changed[at / 7] ^= (char) (1 << (at % 7));
        return new String(changed);
    }
}
