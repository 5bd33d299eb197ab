package io.weir.cli;

import io.weir.cli.input.GivenSecret;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.key.SenderKey;
import io.weir.cli.sender.Signing;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The senders of the sample sources. */
final class TourSenders {
    private TourSenders() {}

    /** Whether the data folder, which may be older, has this source. */
    static boolean has(Path data, String source) throws IOException {
        return SourcesFile.existing(null, data).find(source) != null;
    }

    /** What is sent, with the kind of proof where it is no HMAC. */
    static String name(String preset) {
        String proof = switch (Presets.scheme(preset)) {
            case TokenScheme token -> token.basic() ? " (Basic)" : " (token)";
            case JwtScheme jwt -> " (JSON Web Token)";
            case SignatureScheme signature
            when !signature.signature().algorithm().isHmac() ->
                " (" + signature.signature().algorithm().text() + ")";
            case SignatureScheme signature -> "";
        };
        return preset + " webhook" + proof;
    }

    /** A genuine request to a source. */
    static ReceivedRequest request(Path data, String name, String url, byte[] body, String id, String type)
            throws IOException {
        Source source = SourcesFile.source(name, null, data);
        WebhookScheme scheme = (WebhookScheme) source.scheme();
        Signing.Proof proof = switch (scheme) {
            case JwtScheme jwt -> new Signing.Proof(null, SenderKey.madeUp(data, name, jwt));
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() ->
                new Signing.Proof(null, SenderKey.madeUp(data, name, signature));
            default ->
                Signing.Proof.ofSecret(GivenSecret.of(Objects.requireNonNull(source.secret()), System::getenv, null)
                        .current());
        };
        return Signing.request(scheme, proof, url, body, Signing.Event.now(id, type), Map.of());
    }
}
