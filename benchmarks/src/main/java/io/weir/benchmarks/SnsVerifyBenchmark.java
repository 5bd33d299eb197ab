package io.weir.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Source;
import io.weir.verify.Verification;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.kit.TestCertificate;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import io.weir.worker.sns.StringToSign;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.messagemanager.sns.SnsMessageManager;
import software.amazon.awssdk.regions.Region;

/**
 * Warm verification of a message of 1 KiB: ours, beside the bare signature check on a prepared key and string, and beside
 * the AWS SDK's verifier. Every call checks its verdict. Times are sampled: on a shared machine the least (p0.00) and the
 * median tell more than a mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SnsVerifyBenchmark {
    @Param({"1", "2"})
    public String version;

    @Param({"jdk", "accp"})
    public String provider;

    private Source source;
    private ReceivedRequest request;
    private String json;
    private SnsVerifier ours;
    private SnsMessageManager sdk;
    private String algorithm;
    private PublicKey key;
    private byte[] stringToSign;
    private byte[] signature;

    @Setup
    public void setUp() {
        installProvider();
        Instant now = Clock.systemUTC().instant();
        TestCertificate certificate = TestCertificate.of(
                "CN=sns.amazonaws.com", "RSA", 2048, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        TestMessage message = message(now, certificate);
        json = message.json();
        source = Source.ofSns("s", TestMessage.TOPIC);
        request = new ReceivedRequest("s", now, "POST", "https://door/s", Map.of(), json.getBytes(UTF_8));
        byte[] pem = certificate.pem();
        ours = new SnsVerifier(new CertificateStore((url, maxBytes) -> pem, new InMemoryBucket(), Clock.systemUTC()));
        sdk = SnsMessageManager.builder()
                .region(Region.US_EAST_1)
                .httpClient(new OneAnswer(pem))
                .build();
        algorithm = version.equals("1") ? "SHA1withRSA" : "SHA256withRSA";
        key = certificate.keys().getPublic();
        signature = Base64.getDecoder().decode(message.get("Signature"));
        stringToSign = stringToSign(message);
    }

    private void installProvider() {
        if (provider.equals("accp")) {
            AmazonCorrettoCryptoProvider.install();
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
        } else {
            Security.removeProvider("AmazonCorrettoCryptoProvider");
        }
    }

    private TestMessage message(Instant now, TestCertificate certificate) {
        return TestMessage.notification()
                .with("SignatureVersion", version)
                .with("Message", "x".repeat(1024))
                .with(
                        "Timestamp",
                        now.truncatedTo(ChronoUnit.SECONDS).plusMillis(1).toString())
                .sign(certificate.keys());
    }

    private static byte[] stringToSign(TestMessage message) {
        return StringToSign.notification()
                .message(message.get("Message"))
                .messageId(message.get("MessageId"))
                .subject(message.get("Subject"))
                .timestamp(message.get("Timestamp"))
                .topicArn(message.get("TopicArn"))
                .bytes();
    }

    @Benchmark
    public boolean bareSignature() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        verifier.update(stringToSign);
        return check(verifier.verify(signature));
    }

    @Benchmark
    public Verification weir() {
        Verification verification = ours.verify(request, source);
        check(verification instanceof Verification.Genuine);
        return verification;
    }

    @Benchmark
    public Object sdkMessageManager() {
        return sdk.parseMessage(json); // throws unless genuine
    }

    private static boolean check(boolean genuine) {
        if (!genuine) {
            throw new IllegalStateException("a genuine message was refused");
        }
        return true;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record OneAnswer(byte[] body) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                            .build();
                }

                @Override
                public void abort() {
                    // Nothing is under way.
                }
            };
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
