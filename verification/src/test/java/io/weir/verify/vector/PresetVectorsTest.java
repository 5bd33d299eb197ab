package io.weir.verify.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.FieldWriter;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.PublicKeys;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.verify.token.TokenVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof of each preset: what its sender, its library or its documentation made is genuine, and nothing near it is. */
class PresetVectorsTest {
    static Stream<PresetVector> vectors() {
        return Stream.concat(
                PresetVector.of(SignatureScheme.class).stream(), PresetVector.of(TokenScheme.class).stream());
    }

    static Stream<Forgery> forgeries() {
        return vectors().flatMap(vector -> forgeries(vector).stream());
    }

    private static List<Forgery> forgeries(PresetVector vector) {
        return vector.scheme() instanceof TokenScheme ? TokenForgeries.of(vector) : SignatureForgeries.of(vector);
    }

    private static Verification verify(PresetVector vector) {
        Secrets secrets = (reference, fresh) ->
                SecretSet.of(List.of(String.valueOf(vector.secret()).getBytes(UTF_8)), Instant.MIN);
        SecretReference secret = vector.secret() == null ? null : new SecretReference.EnvironmentSecret("SECRET");
        Source source = Source.ofSecret("s", vector.scheme(), secret).toBuilder()
                .publicKey(vector.publicKey())
                .build();
        if (vector.scheme() instanceof SignatureScheme scheme) {
            return new SignatureVerifier(
                            secrets,
                            (url, rule, name, at) -> PublicKeys.parse(
                                    String.valueOf(vector.publicKey()),
                                    scheme.signature().algorithm()))
                    .verify(vector.request(), source);
        }
        return new TokenVerifier(secrets).verify(vector.request(), source);
    }

    @Test
    void everyPreset_hasAnExample() {
        Set<String> examined = Set.copyOf(Stream.concat(vectors(), PresetVector.of(JwtScheme.class).stream())
                .map(vector -> vector.scheme().name())
                .toList());

        assertThat(examined).containsExactlyInAnyOrderElementsOf(Presets.names());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void verify_theExampleOfAPreset_isGenuineWithItsIdAndType(PresetVector vector) {
        Verification verification = verify(vector);

        assertThat(verification).isInstanceOf(Verification.Genuine.class);
        Verification.Genuine genuine = (Verification.Genuine) verification;
        if (vector.id() != null) {
            assertThat(genuine.event().id()).isEqualTo(vector.id());
        }
        assertThat(genuine.event().type()).isEqualTo(vector.type() == null ? "" : vector.type());
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void verify_aForgeryOfIt_isRejectedForWhatItIs(Forgery forgery) {
        Verification verification = verify(forgery.forged());

        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isIn(forgery.reasons());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void forgeries_changeProofAndKeyOfEachExample(PresetVector vector) {
        List<String> changed = forgeries(vector).stream().map(Forgery::what).toList();

        assertThat(changed)
                .anyMatch(what -> what.startsWith("another signature") || what.startsWith("another token"))
                .anyMatch(what -> what.equals("another secret") || what.equals("another key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void verify_aSecondItemBesideTheSignedOne_isRejected() {
        PresetVector adyen = PresetVector.of(SignatureScheme.class).stream()
                .filter(vector -> vector.scheme().name().equals("adyen"))
                .findFirst()
                .orElseThrow();
        String body = new String(adyen.request().body(), UTF_8);
        String item = body.substring(body.indexOf("[{") + 1, body.lastIndexOf("}]") + 1);
        ReceivedRequest smuggled = Changes.body(
                adyen.request(),
                body.replace(item, item + "," + item.replace("1000", "9999")).getBytes(UTF_8));

        assertThat(verify(adyen.with(smuggled))).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void verify_anotherBodyBesideAToken_isGenuine_sinceTheTokenVouchesForTheWholeRequest() {
        PresetVector gitlab = PresetVector.of(TokenScheme.class).stream()
                .filter(vector -> vector.scheme().name().equals("gitlab"))
                .findFirst()
                .orElseThrow();

        assertThat(verify(gitlab.with(Changes.body(gitlab.request(), "{}".getBytes(UTF_8)))))
                .isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void verify_anElementWithoutTheTokenOfTheOthers_isRejected() {
        PresetVector graph = PresetVector.of(TokenScheme.class).stream()
                .filter(vector -> vector.scheme().name().equals("microsoft-graph"))
                .findFirst()
                .orElseThrow();
        ReceivedRequest forged = FieldWriter.put(
                graph.request(), new FieldLocation.Body(List.of("value", "1", "clientState")), "another");

        Verification verification = verify(graph.with(forged));

        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertThat(((Verification.Rejected) verification).reason()).isEqualTo(Reason.SIGNATURE);
    }
}
