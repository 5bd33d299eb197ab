package io.weir.cli;

import io.weir.cli.input.FolderCertificates;
import io.weir.cli.input.InputFiles;
import io.weir.cli.input.NoBucket;
import io.weir.cli.judge.Judge;
import io.weir.cli.judge.KeyOptions;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.json.Json;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.SecretText;
import io.weir.worker.fetch.DocumentFetcher;
import io.weir.worker.http.HttpsFetcher;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir verify}: tells whether messages are genuine, by the same code as the worker. */
@Command(
        name = "verify",
        description = {
            "Tells whether SNS messages, or a signed webhook, are genuine. One JSON line a file.",
            "Exit code 0 if all are genuine, 1 if any is rejected, 3 if any is undecided, 2 for wrong usage."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final String BY_MESSAGE = "message";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--received-at",
            description = "When it was received, ISO-8601, or 'message' for its own Timestamp. Default: now")
    private @Nullable String receivedAt;

    @Option(
            names = "--certs",
            description =
                    "Folder of PEM files named like the last segment of the certificate's URL; nothing is fetched")
    private @Nullable Path certs;

    @Option(names = "--topic", description = "TopicArn that is believed; several times for several. Default: any")
    private List<String> topics = List.of();

    @Option(names = "--scheme", description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    private String scheme = "sns";

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--headers", description = "File with lines 'Name: value'; for webhooks")
    private @Nullable Path headersFile;

    @Option(names = "--url", description = "URL that the sender posted to, for schemes that sign it")
    private String url = "https://localhost/";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Bodies, as they came")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        boolean sns = scheme.equals("sns");
        if (!sns && files.size() != 1) {
            throw usage("--scheme " + scheme + ": expected one BODY");
        }
        if (!sns && BY_MESSAGE.equals(receivedAt)) {
            throw usage("--received-at message: only SNS messages carry their own time in the body");
        }
        Instant at = instant();
        SnsVerifier fetching = verifier(new HttpsFetcher());
        int exit = 0;
        for (Path file : files) {
            Verification verification = sns
                    // A verifier of its own for each file: nothing is fetched, so no limit of fetches may count.
                    ? verifySns(
                            certs == null ? fetching : verifier(new FolderCertificates(certs)),
                            InputFiles.bytes(file),
                            at)
                    : verifyWebhook(InputFiles.bytes(file), at);
            System.out.println(line(file, verification, sns && topics.isEmpty()));
            exit = worse(exit, verification);
        }
        return exit;
    }

    private static SnsVerifier verifier(DocumentFetcher certificates) {
        return new SnsVerifier(new CertificateStore(certificates, new NoBucket(), Clock.systemUTC()));
    }

    private Verification verifySns(SnsVerifier verifier, byte[] body, Instant at) {
        Source source = Source.ofSns("verify", (topics.isEmpty() ? topicOf(body) : topics).toArray(String[]::new));
        return BY_MESSAGE.equals(receivedAt)
                ? verifier.verifyAtOwnTime(body, source)
                : verifier.verify(new ReceivedRequest("verify", at, "POST", url, Map.of(), body), source);
    }

    /** Any topic passes: that of the message is put on the list. Of what is no message the verifier says why. */
    private static List<String> topicOf(byte[] body) {
        String topic = SnsVerifier.topicOf(body);
        return topic == null ? List.of() : List.of(topic);
    }

    /** With this very secret, whenever it was written down. */
    private Verification verifyWebhook(byte[] body, Instant at) throws IOException {
        WebhookScheme webhook = InputFiles.webhook(scheme);
        if (headersFile == null
                && !(webhook.readHeaders().isEmpty() && webhook.proofHeaders().isEmpty())) {
            throw usage("--headers: expected, since " + scheme + " reads " + String.join(", ", webhook.proofHeaders()));
        }
        Source source = keys.source("verify", webhook, this::usage);
        Map<String, String> headers = headersFile == null ? Map.of() : InputFiles.headers(headersFile);
        return Judge.verify(
                new ReceivedRequest("verify", at, "POST", url, headers, body),
                source,
                (reference, fresh) -> {
                    Path file = Path.of(((SecretReference.FileSecret) reference).path());
                    return SecretSet.of(SecretText.parse(file.toString(), InputFiles.bytes(file)), Instant.MIN);
                },
                keys.certificate());
    }

    private static String line(Path file, Verification verification, boolean anyTopic) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file.toString());
        switch (verification) {
            case Verification.Rejected rejected -> {
                line.put("verdict", "rejected");
                line.put("reason", rejected.reason());
                line.put("detail", rejected.detail());
            }
            case Verification.Undecided undecided -> {
                line.put("verdict", "undecided");
                line.put("reason", undecided.reason());
                line.put("detail", undecided.fault().getMessage());
            }
            default -> {
                line.put("verdict", "genuine");
                line.put("reason", null);
            }
        }
        if (anyTopic) {
            line.put("topic", "any (no --topic given)");
        }
        return Json.write(line);
    }

    /** Rejected weighs more than undecided. */
    private static int worse(int exit, Verification verification) {
        return switch (verification) {
            case Verification.Rejected rejected -> 1;
            case Verification.Undecided undecided -> exit == 1 ? 1 : 3;
            default -> exit;
        };
    }

    private Instant instant() {
        if (receivedAt == null || receivedAt.equals(BY_MESSAGE)) {
            return Instant.now();
        }
        try {
            return Instant.parse(receivedAt);
        } catch (DateTimeParseException e) {
            throw usage("--received-at: expected an ISO-8601 instant such as 2026-03-06T19:31:32.895Z, or 'message'");
        }
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
