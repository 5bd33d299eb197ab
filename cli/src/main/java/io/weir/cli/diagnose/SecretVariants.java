package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.input.GivenSecret;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignatureScheme.KeyForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The keys that a sender may have made of the same secret. */
final class SecretVariants {
    private static final String WHSEC = "whsec_";

    /** @param key read by the scheme's form of key */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Key(SignatureScheme scheme, byte[] key) {}

    private SecretVariants() {}

    static Stream<Variant<Key>> of(SignatureScheme scheme, GivenSecret given) {
        List<Variant<Key>> all = new ArrayList<>();
        int position = 0;
        for (byte[] secret : given.secrets()) {
            position++;
            String which = given.secrets().size() == 1 ? "the secret" : "secret " + position;
            forms(scheme, which, secret, all);
            texts(scheme, which, secret, all);
        }
        byte[] raw = given.raw();
        if (raw != null
                && given.secrets().size() == 1
                && !Arrays.equals(raw, given.secrets().getFirst())) {
            all.add(new Variant<>(
                    "the secret is used with the white space around it, byte by byte as it lies in " + given.origin(),
                    new Key(withForm(scheme, KeyForm.UTF8), raw)));
        }
        return all.stream();
    }

    private static void forms(SignatureScheme scheme, String which, byte[] secret, List<Variant<Key>> all) {
        for (KeyForm form : KeyForm.values()) {
            if (form != scheme.signature().key()) {
                String how = switch (form) {
                    case UTF8 -> " is used as the text that it is, not decoded";
                    case HEX -> " is decoded from hex";
                    case BASE64 -> " is decoded from base64";
                    case WHSEC -> " is decoded from base64, without " + WHSEC;
                };
                all.add(new Variant<>(which + how, new Key(withForm(scheme, form), secret)));
            }
        }
    }

    /** Other spellings, used as the text that they are. */
    private static void texts(SignatureScheme scheme, String which, byte[] secret, List<Variant<Key>> all) {
        SignatureScheme plain = withForm(scheme, KeyForm.UTF8);
        String text = new String(secret, UTF_8);
        List<Variant<String>> texts = new ArrayList<>();
        texts.add(
                text.startsWith(WHSEC)
                        ? new Variant<>(" is used without " + WHSEC + ", as text", text.substring(WHSEC.length()))
                        : new Variant<>(" has " + WHSEC + " before it", WHSEC + text));
        texts.add(new Variant<>(" has a newline behind it", text + "\n"));
        texts.add(new Variant<>(" has a carriage return and a newline behind it", text + "\r\n"));
        texts.add(new Variant<>(" has a space behind it", text + " "));
        texts.add(new Variant<>(" is trimmed", text.strip()));
        texts.add(new Variant<>(" stands in quotes", "\"" + text + "\""));
        texts.add(new Variant<>(" is in lower case", text.toLowerCase(Locale.ROOT)));
        texts.add(new Variant<>(" is in upper case", text.toUpperCase(Locale.ROOT)));
        texts.add(new Variant<>(" is encoded in base64", Base64.getEncoder().encodeToString(secret)));
        texts.add(new Variant<>(" is encoded in hex", HexFormat.of().formatHex(secret)));
        for (Variant<String> other : texts) {
            if (!other.value().equals(text) || scheme.signature().key() != KeyForm.UTF8) {
                all.add(new Variant<>(
                        which + other.name(), new Key(plain, other.value().getBytes(UTF_8))));
            }
        }
    }

    private static SignatureScheme withForm(SignatureScheme scheme, KeyForm form) {
        SignatureScheme.Signature rule = scheme.signature();
        return new SignatureScheme(
                scheme.name(),
                new SignatureScheme.Signature(rule.at(), rule.form(), rule.algorithm(), rule.encoding(), form),
                scheme.signed(),
                scheme.time(),
                scheme.identity(),
                scheme.certificate());
    }
}
