package io.weir.cli.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.input.InputFiles;
import io.weir.config.ConfigurationException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.CertificateKeys;
import io.weir.verify.signature.PublicKeys;
import io.weir.verify.signature.SignatureVerifier;
import io.weir.verify.token.TokenVerifier;
import io.weir.worker.certificate.FetchedCertificates;
import io.weir.worker.http.HttpsFetcher;
import io.weir.worker.jwt.JwtVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The verdict on a webhook of any kind of scheme. */
public final class Judge {
    private Judge() {}

    /**
     * Verifies as the worker does.
     *
     * @param secrets what lies where the source says
     * @param certificate PEM file in place of a certificate that is fetched, or null
     * @throws IOException if that file cannot be read
     */
    public static Verification verify(
            ReceivedRequest request, Source source, Secrets secrets, @Nullable Path certificate) throws IOException {
        return switch (source.scheme()) {
            case SignatureScheme scheme ->
                new SignatureVerifier(secrets, certificates(scheme, certificate)).verify(request, source);
            case TokenScheme scheme -> new TokenVerifier(secrets).verify(request, source);
            case JwtScheme scheme ->
                new JwtVerifier(new HttpsFetcher(), secrets, Clock.systemUTC()).verify(request, source);
            case SnsScheme scheme -> throw new IllegalArgumentException("no webhook");
        };
    }

    private static CertificateKeys certificates(SignatureScheme scheme, @Nullable Path certificate) throws IOException {
        if (certificate == null) {
            return new FetchedCertificates(new HttpsFetcher(), Clock.systemUTC());
        }
        PublicKey key = key(scheme, certificate);
        return (url, rule, source, receivedAt) -> key;
    }

    private static PublicKey key(SignatureScheme scheme, Path file) throws IOException {
        byte[] pem = InputFiles.bytes(file);
        try {
            String text = new String(pem, UTF_8);
            return text.contains("BEGIN PUBLIC KEY")
                    ? PublicKeys.parse(text, scheme.signature().algorithm())
                    : CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem))
                            .getPublicKey();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(file + ": expected a certificate or its public key as PEM");
        }
    }
}
