package io.weir.cli.diagnose;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.RejectionException;
import io.weir.verify.signature.Examination;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tries the usual mistakes, one at a time, then those of the body together with another. A signature that matches is proof of
 * what it was made of: no stranger can cause one by chance.
 */
final class HmacMistakes {
    private static final int ENOUGH = 3;

    /** Two mistakes at once are tried of bodies up to this: each is hashed some hundred times. */
    private static final int SMALL = 256 * 1024;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Try(String name, SignatureScheme scheme, ReceivedRequest request, byte[] secret) {
        boolean matches() {
            try {
                return Examination.of(scheme, request).isBy(secret);
            } catch (RejectionException | IOException e) {
                return false;
            }
        }
    }

    private final Question question;

    private HmacMistakes(Question question) {
        this.question = question;
    }

    /** Each a clause behind "it matches if"; none if no mistake was found. */
    static List<String> find(Question question) {
        HmacMistakes mistakes = new HmacMistakes(question);
        List<String> one = first(() -> Stream.concat(mistakes.bodies(), mistakes.single(question.request())));
        if (!one.isEmpty() || question.request().body().length > SMALL) {
            return one;
        }
        return first(() -> BodyVariants.of(question.request().body())
                .flatMap(body -> mistakes.single(withBody(body.value(), question.request()))
                        .map(two -> new Try(body.name() + ", and " + two.name, two.scheme, two.request, two.secret))));
    }

    private static List<String> first(Supplier<Stream<Try>> tries) {
        return tries.get()
                .filter(Try::matches)
                .map(Try::name)
                .distinct()
                .limit(ENOUGH)
                .toList();
    }

    private Stream<Try> bodies() {
        return BodyVariants.of(question.request().body())
                .flatMap(body -> own(body.name(), question.scheme(), withBody(body.value(), question.request())));
    }

    private Stream<Try> single(ReceivedRequest request) {
        SignatureScheme scheme = question.scheme();
        return Stream.of(
                        others(request),
                        SecretVariants.of(scheme, question.secret())
                                .map(key -> new Try(
                                        key.name(),
                                        key.value().scheme(),
                                        request,
                                        key.value().key())),
                        urls(request),
                        SchemeVariants.of(scheme, request).flatMap(other -> own(other.name(), other.value(), request)))
                .flatMap(tries -> tries);
    }

    /** With each secret of the source. */
    private Stream<Try> own(String name, SignatureScheme scheme, ReceivedRequest request) {
        return question.secret().secrets().stream().map(secret -> new Try(name, scheme, request, secret));
    }

    private Stream<Try> others(ReceivedRequest request) {
        return question.others().entrySet().stream()
                .flatMap(other -> other.getValue().secrets().stream()
                        .map(secret -> new Try(
                                "the secret is that of the source " + other.getKey(),
                                question.scheme(),
                                request,
                                secret)));
    }

    private Stream<Try> urls(ReceivedRequest request) {
        return question.scheme().signed().has(SignedTemplate.Url.class)
                ? UrlVariants.of(request)
                        .flatMap(url -> own(url.name(), question.scheme(), withUrl(url.value(), request)))
                : Stream.of();
    }

    private static ReceivedRequest withBody(byte[] body, ReceivedRequest request) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), request.url(), request.headers(), body);
    }

    private static ReceivedRequest withUrl(String url, ReceivedRequest request) {
        return new ReceivedRequest(
                request.source(), request.receivedAt(), request.method(), url, request.headers(), request.body());
    }
}
