package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.signature.Examination;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What is read of a signed request before any key is tried. Immutable. */
public final class SignatureSteps {
    private final SignatureScheme scheme;
    private final ReceivedRequest request;
    private final boolean showExpected;

    /** @param showExpected whether signatures are shown whole */
    public SignatureSteps(SignatureScheme scheme, ReceivedRequest request, boolean showExpected) {
        this.scheme = scheme;
        this.request = request;
        this.showExpected = showExpected;
    }

    /** What the scheme says. */
    public Step scheme() {
        SignatureScheme.Signature rule = scheme.signature();
        StringBuilder signed = new StringBuilder();
        scheme.signed().parts().forEach(part -> signed.append(name(part)));
        return Step.of(
                Mark.SEEN,
                "scheme",
                scheme.name() + ": " + rule.algorithm().text() + " in "
                        + rule.encoding().name().toLowerCase(Locale.ROOT) + " in the " + Places.name(rule.at()),
                "signed is " + signed,
                rule.algorithm().isAsymmetric()
                        ? "the sender has the private key, and here is the public one"
                        : "the secret is " + key(rule.key()));
    }

    private static String key(SignatureScheme.KeyForm form) {
        return switch (form) {
            case UTF8 -> "used as the text that it is";
            case HEX -> "decoded from hex";
            case BASE64 -> "decoded from base64";
            case WHSEC -> "decoded from base64, without the whsec_ before it";
        };
    }

    private static String name(SignedTemplate.Part part) {
        return switch (part) {
            case SignedTemplate.Literal(String text) -> Shown.escaped(text);
            case SignedTemplate.Header(String name) -> "{header:" + name + "}";
            case SignedTemplate.Time time -> "{t}";
            default -> "{" + part.getClass().getSimpleName().toLowerCase(Locale.ROOT) + "}";
        };
    }

    /** Each header that verification reads; of the signature's no more than its beginning. */
    public Step headers() {
        List<String> lines = new ArrayList<>();
        boolean missing = false;
        for (String name : scheme.requiredHeaders()) {
            String value = request.header(name);
            missing |= value == null;
            boolean isSignature = scheme.signature().at().contains(new FieldLocation.Header(name));
            lines.add(name + ": "
                    + (value == null
                            ? "missing"
                            : isSignature ? signatureHeader(value) : Shown.bytes(value.getBytes(UTF_8))));
        }
        if (missing) {
            lines.add("the headers that came: "
                    + String.join(", ", request.headers().keySet()));
        }
        return new Step(missing ? Mark.WRONG : Mark.OK, "headers", lines);
    }

    private String signatureHeader(String value) {
        int prefix = value.startsWith("sha") || value.startsWith("v") ? value.indexOf('=') + 1 : 0;
        return Shown.escaped(value.substring(0, prefix)) + Shown.credential(value.substring(prefix), showExpected);
    }

    /** Its age, as the verifier judges it. */
    public Step time(Examination examined) {
        SendTime rule = scheme.time();
        Instant sentAt = examined.sentAt();
        if (rule == null || sentAt == null) {
            return Step.of(Mark.SEEN, "time", "the scheme has none: its age is not judged");
        }
        Duration age = Duration.between(sentAt, request.receivedAt());
        boolean fresh = age.abs().compareTo(rule.maxAge()) <= 0;
        return Step.of(
                fresh ? Mark.OK : Mark.WRONG,
                "time",
                "sent at " + sentAt + " (" + Shown.escaped(String.valueOf(examined.time())) + "), received at "
                        + request.receivedAt(),
                (age.isNegative() ? age.abs().toSeconds() + " s after it was received" : age.toSeconds() + " s old")
                        + "; " + rule.maxAge().toSeconds() + " s are admitted");
    }

    /** What is signed, and its digest. */
    public static Step signed(Examination examined) {
        StringBuilder text = new StringBuilder();
        MessageDigest digest = Sha256.digest();
        long length = 0;
        boolean hasSecret = false;
        for (byte[] part : examined.signed()) {
            if (part == null) {
                text.append("{secret}");
                hasSecret = true;
            } else {
                text.append(Shown.bytes(part));
                digest.update(part);
                length += part.length;
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return Step.of(
                Mark.SEEN,
                "signed",
                text.toString(),
                length + " bytes" + (hasSecret ? " beside the secret" : "") + ", SHA-256 " + hash);
    }
}
