package io.weir.verify;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.Identity.EqualBodies;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Source;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request whose signature is right: the event that it is, and by what that is claimed.
 *
 * <p>By the sender's id if it lies in what is signed; then the body does not decide, and a retry that differs in a counter is
 * the same event. Else by the proof: the time and the bytes that were signed. Never by the header's text, which can be spelled
 * anew. Where the scheme says that equal bodies are distinct events, by the unsigned id and the body; without an id each
 * request that was received is an event of its own, and one that the queue delivers twice is still one.
 */
public final class ProvenRequest {
    private final ReceivedRequest request;
    private final String source;
    private final WebhookScheme scheme;
    private final ProvenBytes proven;
    private final @Nullable Instant sentAt;
    private final Field id;
    private final Field type;

    /** @param text null if the request has none */
    private record Field(@Nullable String text, boolean signed) {
        static Field read(@Nullable FieldLocation location, WebhookScheme scheme, ReceivedRequest request) {
            String text = RequestField.read(location, request);
            return text == null || text.isEmpty() || location == null
                    ? new Field(null, false)
                    : new Field(text, scheme.signs(location));
        }

        @Nullable
        String unsigned() {
            return signed ? null : text;
        }
    }

    /**
     * A request whose proof was found right.
     *
     * @param source of a {@link WebhookScheme}
     * @param sentAt the proven time of sending, or null if the scheme has none
     * @param proven what the proof covers
     */
    public ProvenRequest(ReceivedRequest request, Source source, @Nullable Instant sentAt, ProvenBytes proven) {
        this.request = request;
        this.source = source.name();
        this.scheme = (WebhookScheme) source.scheme();
        this.proven = proven;
        this.sentAt = sentAt;
        this.id = Field.read(scheme.identity().id(), scheme, request);
        this.type = Field.read(scheme.identity().type(), scheme, request);
    }

    /**
     * The verdict.
     *
     * @param secret which of the secrets matched, from 1; 0 if there is none
     */
    public Verification.Genuine genuine(int secret) {
        Claimable by = claimable();
        String contentType = request.header("content-type");
        Event event = Event.builder()
                .source(source)
                .id(id.text() == null ? by.key() : id.text())
                .idSigned(id.text() == null ? !distinct() : id.signed())
                .type(type.text() == null ? "" : type.text())
                .typeSigned(type.signed())
                .receivedAt(request.receivedAt())
                .contentType(contentType == null ? "application/octet-stream" : contentType)
                .headers(request.headersWithout(scheme::holdsProof))
                .body(request.body())
                .idempotencyKey(by.key())
                .build();
        return new Verification.Genuine(event, by, secret);
    }

    private Claimable claimable() {
        Claimable.Mark text = scheme instanceof SignatureScheme signature
                        && signature.signed().isAmbiguous()
                ? new Claimable.Mark(
                        proven.addRow(key("text")).hex(),
                        proven.addReading(how("read")).hex())
                : null;
        if (id.text() != null && id.signed()) {
            return Claimable.ofSignedId(source, id.text(), text);
        }
        String label = key("label").with(id.text()).with(type.unsigned()).hex();
        if (id.text() == null) {
            return new Claimable(distinct() ? received() : proof(), label, null, text);
        }
        ClaimKey unsignedId = key("unsigned-id").with(type.unsigned()).with(id.text());
        Claimable.Mark mark = new Claimable.Mark(unsignedId.hex(), proven.bodyHash());
        String key = distinct()
                ? key("unsigned-id-and-body")
                        .with(mark.key())
                        .with(mark.value())
                        .hex()
                : proof();
        return new Claimable(key, label, mark, text);
    }

    /** Of the time and the bytes that were signed. Not made where a signed id says which event it is. */
    private String proof() {
        return proven.addParts(how("proof")).hex();
    }

    private ClaimKey how(String kind) {
        return key(kind).with(scheme.name()).with(String.valueOf(sentAt));
    }

    private boolean distinct() {
        return scheme.identity().equalBodies() == EqualBodies.DISTINCT;
    }

    /** Of this request and no other that was received. */
    private String received() {
        ClaimKey key = key("received")
                .with(request.receivedAt().toString())
                .with(request.method())
                .with(request.url());
        new TreeMap<>(request.headers()).forEach((name, value) -> key.with(name).with(value));
        return key.with(request.body()).hex();
    }

    private ClaimKey key(String kind) {
        return ClaimKey.of(kind, source);
    }
}
