package io.weir.cli.explain;

import io.weir.cli.diagnose.BodyVariants;
import io.weir.cli.diagnose.Explanation;
import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.SignatureSteps;
import io.weir.cli.diagnose.Variant;
import io.weir.cli.judge.Judge;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignatureScheme.Encoding;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.Examination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains a request that is signed with the sender's private key. */
final class KeyExplainer {
    private static final int ENOUGH = 3;

    private final Source source;
    private final SignatureScheme scheme;
    private final ReceivedRequest request;
    private final Secrets secrets;
    private final @Nullable Path certificate;

    KeyExplainer(Source source, ReceivedRequest request, Secrets secrets, @Nullable Path certificate) {
        this.source = source;
        this.scheme = (SignatureScheme) source.scheme();
        this.request = request;
        this.secrets = secrets;
        this.certificate = certificate;
    }

    Explanation explain(boolean showExpected) throws IOException {
        SignatureSteps seen = new SignatureSteps(scheme, request, showExpected);
        List<Step> steps = new ArrayList<>();
        steps.add(seen.scheme());
        steps.add(seen.headers());
        try {
            Examination examined = Examination.of(scheme, request);
            steps.add(seen.time(examined));
            steps.add(SignatureSteps.signed(examined));
        } catch (RejectionException e) {
            steps.add(Step.of(Mark.WRONG, "signature", String.valueOf(e.getMessage())));
        }
        Verification verification = Judge.verify(request, source, secrets, certificate);
        return Conclusion.of(verification, steps, this::mistakes, this::advice);
    }

    /** One change at a time, verified with the same key. */
    private List<String> mistakes() {
        Stream<String> bodies = BodyVariants.of(request.body())
                .filter(body -> isGenuine(source, withBody(body.value())))
                .map(Variant::name);
        Stream<String> encodings = Stream.of(Encoding.values())
                .filter(encoding -> encoding != scheme.signature().encoding())
                .filter(encoding -> isGenuine(withEncoding(encoding), request))
                .map(encoding ->
                        "the signature is written in " + encoding.name().toLowerCase(Locale.ROOT));
        return Stream.concat(bodies, encodings).limit(ENOUGH).toList();
    }

    private boolean isGenuine(Source judged, ReceivedRequest other) {
        try {
            return Judge.verify(other, judged, secrets, certificate) instanceof Verification.Genuine;
        } catch (IOException e) {
            return false;
        }
    }

    private ReceivedRequest withBody(byte[] body) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), request.url(), request.headers(), body);
    }

    private Source withEncoding(Encoding encoding) {
        SignatureScheme.Signature rule = scheme.signature();
        return source.toBuilder()
                .scheme(new SignatureScheme(
                        scheme.name(),
                        new SignatureScheme.Signature(rule.at(), rule.form(), rule.algorithm(), encoding, rule.key()),
                        scheme.signed(),
                        scheme.time(),
                        scheme.identity(),
                        scheme.certificate()))
                .build();
    }

    private List<String> advice(Verification.Rejected rejected) {
        Reason reason = rejected.reason();
        if (reason == Reason.SIGNATURE) {
            return List.of(
                    "None of the usual mistakes makes it match: it is forged, or signed with another key.",
                    "The key: see that it is that of this application and this environment; test and live have one each.",
                    "On the way: a proxy or framework that rewrites the body breaks every signature; compare the length and"
                            + " SHA-256 above with what the sender's own log shows.");
        }
        if (reason == Reason.STALE) {
            return List.of("It was judged as received at " + request.receivedAt()
                    + "; say --received-at if it came at another time.");
        }
        return List.of("Compare the headers with the scheme: scripts/weir schemes " + scheme.name() + " prints it.");
    }
}
