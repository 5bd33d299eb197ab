package io.weir.cli.conformance.sns;

import io.weir.cli.conformance.plan.Body;
import io.weir.cli.conformance.plan.SnsCertificate;
import io.weir.cli.conformance.plan.SnsStep;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.CannotPlayException;
import io.weir.cli.conformance.play.Family;
import io.weir.cli.conformance.play.Outgoing;
import io.weir.local.topic.LocalTopic;
import io.weir.local.topic.TopicKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Amazon SNS: signs messages with a key that is not Amazon's, and answers for the certificates that they name. One thread uses
 * it; receivers may fetch meanwhile.
 */
public final class SnsFamily implements Family {
    private final SnsTopic topic;
    private final Trust trust;
    private final String genuineUrl;
    private final SnsSigners signers;
    private final CertificatesServer server;
    private final InstantSource clock;
    private final Map<String, SnsPlay> plays = new LinkedHashMap<>();
    private final Map<String, String> strays = new HashMap<>();

    /**
     * How the receiver comes to believe the key with which genuine messages are signed.
     *
     * @param isGiven it was given the key's certificate
     * @param isFetched it fetches certificates from the tool
     */
    record Trust(boolean isGiven, boolean isFetched) {}

    SnsFamily(SnsTopic topic, TopicKey key, Trust trust, CertificatesServer server, InstantSource clock) {
        this.topic = topic;
        this.trust = trust;
        this.server = server;
        this.clock = clock;
        this.signers = new SnsSigners(key, topic, clock.instant());
        this.genuineUrl = trust.isGiven() && LocalTopic.isLocal(topic.arn())
                ? LocalTopic.certificateUrl(key).toString()
                : "https://" + topic.host() + "/" + key.fileName();
    }

    @Override
    public String unbelieved() {
        return trust.isGiven() || trust.isFetched()
                ? ""
                : "the receiver believes Amazon's certificates alone: it needs --certificates or --sns-keys";
    }

    @Override
    public Texts texts(String marker) {
        return play(marker).texts(clock.instant());
    }

    private SnsPlay play(String marker) {
        return plays.computeIfAbsent(marker, ignored -> {
            SnsPlay play = new SnsPlay(marker, topic, server, genuineUrl);
            server.lay(
                    server.witness(play.hex()), play.hex(), signers.stranger().laid());
            return play;
        });
    }

    @Override
    public List<String> headers(String placeholder) {
        return placeholder.equals("{id}") ? List.of(SnsHeaders.ID) : List.of();
    }

    @Override
    public Outgoing prepare(Step step, Texts texts) throws CannotPlayException {
        SnsPlay play = play(texts.marker());
        Texts timed = play.texts(clock.instant().plus(step.clock()));
        Body raw = step.sns() == null && step.proof() == Step.Proof.NONE ? step.body() : null;
        if (raw != null) {
            return outgoing(step, SnsHeaders.ofNothing(timed, step.headers()), raw.bytes(timed), timed);
        }
        SnsStep sns = SnsSteps.of(step, timed);
        String url = sns.certificateUrl() != null
                ? timed.fill(sns.certificateUrl())
                : sns.certificate() == SnsCertificate.GENUINE
                        ? genuineUrl
                        : "https://" + topic.host() + "/" + timed.fill("${file}");
        SnsSigner signer = signer(sns);
        server.lay(url, play.hex(), signer.laid());
        play.name(url, sns.mayFetch());
        SnsWriter message = new SnsWriter(sns, timed, url);
        byte[] body = message.body(signer);
        if (isGenuineConfirmation(sns)) {
            play.name(message.fieldOr("SubscribeURL", ""), true);
        }
        return outgoing(step, SnsHeaders.of(message, timed, step.headers()), body, timed);
    }

    /** Its SubscribeURL may be visited, as the documents of SNS have it. */
    private static boolean isGenuineConfirmation(SnsStep sns) {
        return sns.type().equals("SubscriptionConfirmation")
                && !sns.isOtherKey()
                && sns.fields().isEmpty()
                && sns.after().isEmpty()
                && sns.certificateUrl() == null;
    }

    private static Outgoing outgoing(Step step, List<Outgoing.Line> headers, byte[] body, Texts texts) {
        return new Outgoing(step.method(), step.query() == null ? "" : texts.fill(step.query()), headers, body);
    }

    /** A URL that is not of SNS leads to a certificate of who wrote it. */
    private SnsSigner signer(SnsStep sns) throws CannotPlayException {
        if (sns.certificate() != SnsCertificate.GENUINE && !trust.isFetched()) {
            throw new CannotPlayException("what lies at a certificate's URL can be chosen with --certificates alone");
        }
        if (sns.isOtherKey()) {
            SnsSigner stranger = signers.stranger();
            return sns.certificateUrl() == null
                    ? new SnsSigner(
                            stranger.keys(),
                            signers.of(sns.certificate(), genuineUrl).laid())
                    : stranger;
        }
        return signers.of(sns.certificate(), genuineUrl);
    }

    /** All that was fetched for a play until now. A URL that nobody named is told to the play that is asked about first. */
    @Override
    public Fetched fetched(String marker) {
        SnsPlay own = play(marker);
        List<String> all = server.fetched();
        all.stream().filter(this::isNobodys).forEach(url -> strays.putIfAbsent(url, marker));
        List<String> urls = all.stream()
                .filter(url -> own.isOf(url) || marker.equals(strays.get(url)))
                .distinct()
                .toList();
        List<String> forbidden = urls.stream().filter(url -> !own.mayFetch(url)).toList();
        return new Fetched(urls, forbidden.isEmpty() ? "" : "fetched " + String.join(" ", forbidden));
    }

    private boolean isNobodys(String url) {
        return !url.equals(genuineUrl) && plays.values().stream().noneMatch(play -> play.isOf(url));
    }

    @Override
    public void close() {
        server.close();
    }
}
