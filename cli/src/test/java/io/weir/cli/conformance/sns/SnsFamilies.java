package io.weir.cli.conformance.sns;

import io.weir.local.topic.TopicKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/** Families for tests: whoever plays SNS, and where it answers for certificates. */
record SnsFamilies(SnsFamily family, CertificatesServer server) implements AutoCloseable {
    static final String ARN = "arn:aws:sns:us-east-1:123456789012:conformance";

    /** Making one takes long. */
    static final TopicKey KEY = TopicKey.madeUp("CN=sns.amazonaws.com");

    static SnsFamilies fetched() throws IOException {
        return of(ARN, new SnsFamily.Trust(false, true));
    }

    static SnsFamilies of(String topic, SnsFamily.Trust trust) throws IOException {
        CertificatesServer server = CertificatesServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SnsTopic known = SnsTopic.of(topic);
        TopicKey key = SnsSigners.subject(known).equals("CN=sns.amazonaws.com")
                ? KEY
                : TopicKey.madeUp(SnsSigners.subject(known));
        return new SnsFamilies(new SnsFamily(known, key, trust, server, InstantSource.system()), server);
    }

    AskingFetcher fetcher() {
        return new AskingFetcher(server.port());
    }

    @Override
    public void close() {
        family.close();
    }
}
