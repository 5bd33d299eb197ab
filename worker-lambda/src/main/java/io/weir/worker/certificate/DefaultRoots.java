package io.weir.worker.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that the JDK believes. */
final class DefaultRoots {
    private static final Set<TrustAnchor> ROOTS = read();

    private DefaultRoots() {}

    static Set<TrustAnchor> get() {
        return ROOTS;
    }

    private static Set<TrustAnchor> read() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore ofTheJdk = null;
            factory.init(ofTheJdk);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .map((X509Certificate root) -> new TrustAnchor(root, null))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has roots", e);
        }
    }
}
