package io.weir.cli.conformance.sns;

import io.weir.local.topic.LocalTopic;
import io.weir.local.topic.TopicKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What a run for SNS may be told. */
public final class SnsOptions {
    private static final int MAX_PORT = 65_535;
    private static final String TOPIC = LocalTopic.arn("conformance");

    @Option(
            names = "--sns-keys",
            paramLabel = "DIR",
            description =
                    "Key that the receiver believes (key.pkcs8 and certificate.pem, as in a data folder's topic); only for sns")
    private @Nullable Path keys;

    @Option(
            names = "--topic",
            paramLabel = "ARN",
            description = "Topic that the receiver knows; only for sns. Default: ${DEFAULT-VALUE}")
    private String topic = TOPIC;

    @Option(
            names = "--certificates",
            paramLabel = "HOST:PORT",
            description = "Where to answer GET /?url=URL for what receivers fetch; only for sns")
    private @Nullable String certificates;

    /**
     * Whoever plays SNS by these options; it listens for fetches until it is closed.
     *
     * @param usage makes the error of wrong usage
     * @throws IOException if the keys cannot be read, or the port is taken
     */
    public SnsFamily family(Function<String, CommandLine.ParameterException> usage) throws IOException {
        SnsTopic known;
        try {
            known = SnsTopic.of(topic);
        } catch (IllegalArgumentException e) {
            throw usage.apply("--topic: " + e.getMessage());
        }
        InetSocketAddress at = certificates == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                : address(certificates, usage);
        TopicKey key = keys == null ? TopicKey.madeUp(SnsSigners.subject(known)) : TopicKey.read(keys);
        return new SnsFamily(
                known,
                key,
                new SnsFamily.Trust(keys != null, certificates != null),
                CertificatesServer.open(at),
                InstantSource.system());
    }

    /** Whether any of them says something, which no other scheme has a use for. */
    public boolean areGiven() {
        return keys != null || certificates != null || !topic.equals(TOPIC);
    }

    private static InetSocketAddress address(String text, Function<String, CommandLine.ParameterException> usage) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= MAX_PORT) {
                InetSocketAddress address =
                        new InetSocketAddress(text.substring(0, colon).replaceAll("[\\[\\]]", ""), port);
                if (!address.isUnresolved()) {
                    return address;
                }
            }
        } catch (NumberFormatException e) {
            // The error below.
        }
        throw usage.apply("--certificates: expected HOST:PORT");
    }
}
