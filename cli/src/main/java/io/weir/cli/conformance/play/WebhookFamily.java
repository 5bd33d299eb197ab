package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.conformance.plan.Body;
import io.weir.cli.conformance.plan.Cases;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.sender.Signing;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.verify.FieldWriter;
import io.weir.verify.FormText;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Senders of signed webhooks and of tokens. */
public final class WebhookFamily implements Family {
    private static final String CONTENT_TYPE = "content-type";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final WebhookScheme scheme;
    private final Signing.Proof proof;
    private final Target target;
    private final Clock clock;
    private final Map<String, List<String>> headers;
    private final Usual usual;

    /** @param proof that of the true sender */
    public WebhookFamily(WebhookScheme scheme, Signing.Proof proof, Target target, Clock clock) {
        this.scheme = scheme;
        this.proof = proof;
        this.target = target;
        this.clock = clock;
        this.headers = Cases.placeholders(scheme);
        this.usual = Usual.of(scheme);
    }

    @Override
    public List<String> headers(String placeholder) {
        return headers.getOrDefault(placeholder, List.of());
    }

    @Override
    public Outgoing prepare(Step step, Texts texts) throws IOException, CannotPlayException {
        if (step.sns() != null) {
            throw new CannotPlayException("is a message of SNS");
        }
        if (step.proof() == Step.Proof.NONE && headers("{signature}").isEmpty()) {
            throw new CannotPlayException("the scheme has its proof in no header");
        }
        ReceivedRequest signed;
        try {
            signed = signed(step, texts);
        } catch (IllegalArgumentException e) {
            throw new CannotPlayException("a sender of this scheme cannot send it: " + e.getMessage());
        }
        int query = signed.url().indexOf('?');
        return new Outgoing(
                step.method(),
                query < 0 ? "" : signed.url().substring(query + 1),
                lines(step, texts, signed),
                step.signs() == null || step.body() == null
                        ? signed.body()
                        : step.body().bytes(texts));
    }

    private ReceivedRequest signed(Step step, Texts texts) throws IOException, CannotPlayException {
        Instant now = clock.instant().plus(step.clock());
        Map<String, String> given = usual.headers(texts.marker());
        given.keySet().removeIf(name -> step.headers().keySet().stream().anyMatch(name::equalsIgnoreCase));
        step.headers().forEach((name, values) -> {
            boolean isContentType = name.equalsIgnoreCase(CONTENT_TYPE);
            if (!values.isEmpty() || isContentType) { // what is left out is signed as if it were empty
                given.put(isContentType ? CONTENT_TYPE : name, texts.fill(String.join(", ", values)));
            }
        });
        Body body = step.signs() == null ? step.body() : step.signs();
        byte[] bytes = body == null ? event(texts) : body.bytes(texts);
        if (isOfForms()) {
            given.putIfAbsent(CONTENT_TYPE, body == null ? FORM : "application/json");
        }
        String url = target.with(step.query() == null ? "" : texts.fill(step.query()));
        return Signing.request(
                OtherProof.scheme(scheme, step.proof()),
                OtherProof.proof(scheme, step.proof(), proof),
                withHash(url, given, bytes, now),
                bytes,
                new Signing.Event(texts.marker(), usual.type(), now),
                given);
    }

    /** What a sender of the scheme usually sends. */
    private byte[] event(Texts texts) {
        if (isOfForms()) {
            return ("conformance=" + texts.marker()).getBytes(UTF_8);
        }
        ReceivedRequest event = new ReceivedRequest(
                "conformance",
                clock.instant(),
                "POST",
                target.url(),
                Map.of(),
                ("{\"conformance\":\"" + texts.marker() + "\"}").getBytes(UTF_8));
        event = withField(event, scheme.identity().id(), texts.marker());
        event = withField(event, scheme.identity().type(), usual.type());
        return event.body();
    }

    private static ReceivedRequest withField(ReceivedRequest event, @Nullable FieldLocation at, String value) {
        return at instanceof FieldLocation.Body ? FieldWriter.put(event, at, value) : event;
    }

    private boolean isOfForms() {
        return scheme instanceof SignatureScheme signature && signature.signed().has(SignedTemplate.Form.class);
    }

    /** By Twilio's rule the URL carries the hash of a body that is no form. */
    private String withHash(String url, Map<String, String> given, byte[] body, Instant now) {
        Map<String, String> lowerCase = new LinkedHashMap<>();
        given.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        ReceivedRequest request = new ReceivedRequest("conformance", now, "POST", url, lowerCase, body);
        return isOfForms() && !FormText.isForm(request)
                ? url + (url.indexOf('?') < 0 ? "?" : "&") + "bodySHA256=" + Sha256.hex(body)
                : url;
    }

    /** As the step spells them and as often, then the scheme's own. */
    private List<Outgoing.Line> lines(Step step, Texts texts, ReceivedRequest signed) {
        List<Outgoing.Line> lines = new ArrayList<>();
        step.headers()
                .forEach((name, values) ->
                        values.forEach(value -> lines.add(new Outgoing.Line(name, texts.fill(value)))));
        signed.headers().forEach((name, value) -> {
            boolean isGiven = step.headers().keySet().stream().anyMatch(name::equalsIgnoreCase);
            boolean isProof =
                    step.proof() == Step.Proof.NONE && headers("{signature}").contains(name);
            if (!isGiven && !isProof) {
                lines.add(new Outgoing.Line(name, value));
            }
        });
        return lines;
    }
}
