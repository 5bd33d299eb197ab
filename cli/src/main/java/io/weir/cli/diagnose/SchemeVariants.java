package io.weir.cli.diagnose;

import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureAlgorithm;
import io.weir.envelope.scheme.SignatureForm;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignatureScheme.Encoding;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.RequestField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The schemes by which a sender may have signed in place of the one that is configured. */
final class SchemeVariants {
    /** Those with a shared secret. Read once: each has a file. */
    private static final List<SignatureScheme> PRESETS = Presets.names().stream()
            .map(Presets::scheme)
            .filter(SignatureScheme.class::isInstance)
            .map(SignatureScheme.class::cast)
            .filter(preset -> !preset.signature().algorithm().isAsymmetric())
            .toList();

    private SchemeVariants() {}

    static Stream<Variant<SignatureScheme>> of(SignatureScheme scheme, ReceivedRequest request) {
        List<Variant<SignatureScheme>> all = new ArrayList<>();
        for (SignatureScheme preset : PRESETS) {
            if (!preset.name().equals(scheme.name()) && isSigned(preset, request)) {
                all.add(new Variant<>("the scheme is " + preset.name(), preset));
            }
        }
        List<Variant<SignatureForm>> forms = forms(scheme, request);
        for (Variant<SignedTemplate> signed : templates(scheme)) {
            for (Variant<SignatureForm> form : forms) {
                addAll(scheme, signed, form, all);
            }
        }
        return all.stream();
    }

    private static void addAll(
            SignatureScheme scheme,
            Variant<SignedTemplate> signed,
            Variant<SignatureForm> form,
            List<Variant<SignatureScheme>> all) {
        SignatureScheme.Signature rule = scheme.signature();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (algorithm.isAsymmetric() || algorithm.isHmac() == signed.value().has(SignedTemplate.Secret.class)) {
                continue; // the plain digest needs the secret among what is signed, an HMAC must not have it
            }
            for (Encoding encoding : Encoding.values()) {
                List<String> differences = new ArrayList<>(List.of(
                        signed.name(),
                        form.name(),
                        algorithm == rule.algorithm() ? "" : "the algorithm is " + algorithm.text(),
                        encoding == rule.encoding() ? "" : "the signature is written in " + text(encoding)));
                differences.removeIf(String::isEmpty);
                if (!differences.isEmpty()) {
                    all.add(new Variant<>(
                            String.join(" and ", differences),
                            new SignatureScheme(
                                    scheme.name(),
                                    new SignatureScheme.Signature(
                                            rule.at(), form.value(), algorithm, encoding, rule.key()),
                                    signed.value(),
                                    scheme.time(),
                                    scheme.identity(),
                                    scheme.certificate())));
                }
            }
        }
    }

    private static boolean isSigned(SignatureScheme preset, ReceivedRequest request) {
        return preset.signature().at().stream().anyMatch(at -> RequestField.read(at, request) != null);
    }

    private static String text(Encoding encoding) {
        return encoding.name().toLowerCase(Locale.ROOT);
    }

    private static List<Variant<SignedTemplate>> templates(SignatureScheme scheme) {
        List<Variant<SignedTemplate>> templates = new ArrayList<>();
        templates.add(new Variant<>("", scheme.signed()));
        templates.add(new Variant<>("the body alone is signed", template(new SignedTemplate.Body())));
        templates.add(new Variant<>(
                "it is a plain SHA-256 of secret and body, no HMAC",
                template(new SignedTemplate.Secret(), new SignedTemplate.Body())));
        templates.add(new Variant<>(
                "it is a plain SHA-256 of body and secret, no HMAC",
                template(new SignedTemplate.Body(), new SignedTemplate.Secret())));
        if (scheme.time() != null) {
            templates.add(new Variant<>(
                    "time, a dot and body are signed",
                    template(new SignedTemplate.Time(), new SignedTemplate.Literal("."), new SignedTemplate.Body())));
            templates.add(new Variant<>(
                    "time and body are signed with nothing between",
                    template(new SignedTemplate.Time(), new SignedTemplate.Body())));
        }
        return templates;
    }

    private static SignedTemplate template(SignedTemplate.Part... parts) {
        return new SignedTemplate(List.of(parts));
    }

    /** Where the header holds one signature: with the prefix that it has, whatever the scheme says. */
    private static List<Variant<SignatureForm>> forms(SignatureScheme scheme, ReceivedRequest request) {
        List<Variant<SignatureForm>> forms = new ArrayList<>();
        forms.add(new Variant<>("", scheme.signature().form()));
        String header = RequestField.read(scheme.signature().at().getFirst(), request);
        if (header != null && scheme.signature().form() instanceof SignatureForm.Plain(String prefix)) {
            int equals = header.indexOf('=');
            String found = equals > 0 && equals < 12 ? header.substring(0, equals + 1) : "";
            if (!found.equals(prefix)) {
                forms.add(new Variant<>(
                        found.isEmpty() ? "there is no prefix " + prefix : "the prefix is " + Shown.escaped(found),
                        new SignatureForm.Plain(found)));
            }
        }
        return forms;
    }
}
