package io.weir.cli.explain;

import io.weir.cli.diagnose.Explanation;
import io.weir.cli.diagnose.HmacExplainer;
import io.weir.cli.diagnose.Question;
import io.weir.cli.diagnose.SnsExplainer;
import io.weir.cli.input.FolderCertificates;
import io.weir.cli.input.GivenSecret;
import io.weir.cli.input.InputFiles;
import io.weir.cli.input.NoBucket;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.judge.Judge;
import io.weir.cli.judge.KeyOptions;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.worker.http.HttpsFetcher;
import io.weir.worker.sns.CertificateStore;
import io.weir.worker.sns.SnsVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir explain}: why a request is genuine or not. */
@Command(
        name = "explain",
        description = {
            "Shows step by step what was read, signed and expected of one request, and tries the usual mistakes.",
            "Exit code 0 if it is genuine, 1 if it is rejected, 3 if that cannot be told, 2 for wrong usage."
        },
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--scheme", description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    private @Nullable String scheme;

    @Option(names = "--source", description = "Name of a source: its scheme, secret and URL are taken")
    private @Nullable String source;

    @Option(names = "--sources", description = "JSON file with the sources. Default: sources.json in the data folder")
    private @Nullable Path sources;

    @Option(names = "--data", description = "Data folder. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".weir");

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--headers", description = "File with lines 'Name: value', as they came")
    private @Nullable Path headersFile;

    @Option(names = "--url", description = "URL that the sender posted to, for schemes that sign it")
    private @Nullable String url;

    @Option(names = "--received-at", description = "When it was received, ISO-8601. Default: now")
    private @Nullable String receivedAt;

    @Option(names = "--topic", description = "TopicArn that is believed; only for sns. Default: any, or the source's")
    private List<String> topics = List.of();

    @Option(
            names = "--certs",
            description = "Folder of PEM files named as in the certificate's URL; nothing is fetched")
    private @Nullable Path certs;

    @Option(names = "--show-expected", description = "Shows signatures whole. They are credentials")
    private boolean showExpected;

    @Parameters(paramLabel = "BODY", description = "File with the body, as it came; - for standard input")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if ((scheme == null) == (source == null)) {
            throw usage("expected one of --scheme and --source");
        }
        Instant at = instant();
        byte[] body = file.toString().equals("-") ? System.in.readAllBytes() : InputFiles.bytes(file);
        Source known = source == null ? null : SourcesFile.source(source, sources, data);
        Scheme chosen = known == null ? InputFiles.scheme(Objects.requireNonNull(scheme)) : known.scheme();
        Map<String, String> headers = headersFile == null ? Map.of() : InputFiles.headers(headersFile);
        Explanation explanation = switch (chosen) {
            case SnsScheme sns -> sns(known, request(body, headers, known, at));
            case WebhookScheme webhook -> webhook(webhook, known, request(body, headers, known, at));
        };
        print(explanation, System.out);
        return switch (explanation.verdict()) {
            case GENUINE -> 0;
            case REJECTED -> 1;
            case UNDECIDED -> 3;
        };
    }

    private ReceivedRequest request(byte[] body, Map<String, String> headers, @Nullable Source known, Instant at) {
        PublicUrl configured = known == null ? null : known.url();
        String seen = url != null ? url : configured != null ? configured.text() : "https://localhost/";
        return new ReceivedRequest(known == null ? "explain" : known.name(), at, "POST", seen, headers, body);
    }

    private Explanation sns(@Nullable Source known, ReceivedRequest request) throws IOException {
        String own = SnsVerifier.topicOf(request.body());
        List<String> believed = !topics.isEmpty() || own == null ? topics : List.of(own);
        Source judged =
                known != null && topics.isEmpty() ? known : Source.ofSns("explain", believed.toArray(String[]::new));
        return SnsExplainer.explain(
                judged,
                request,
                new SnsVerifier(new CertificateStore(
                        certs == null ? new HttpsFetcher() : new FolderCertificates(certs),
                        new NoBucket(),
                        Clock.systemUTC())));
    }

    private Explanation webhook(WebhookScheme scheme, @Nullable Source known, ReceivedRequest request)
            throws IOException {
        if (headersFile == null && !scheme.proofHeaders().isEmpty()) {
            throw usage("--headers: expected, since " + scheme.name() + " reads "
                    + String.join(", ", scheme.proofHeaders()));
        }
        if (url == null && (known == null || known.url() == null) && signsUrl(scheme)) {
            throw usage("--url: expected, since " + scheme.name() + " signs the URL");
        }
        Source judged = known != null && !keys.isGiven()
                ? known
                : keys.source(known == null ? "explain" : known.name(), scheme, this::usage);
        SecretReference reference = judged.secret();
        GivenSecret secret = reference == null ? GivenSecret.none() : GivenSecret.of(reference, System::getenv, null);
        Secrets secrets = (asked, fresh) -> {
            secret.current();
            return SecretSet.of(secret.secrets(), Instant.MIN);
        };
        return switch (scheme) {
            case TokenScheme token ->
                new TokenExplainer(token, request, secret, others(known))
                        .explain(Judge.verify(request, judged, secrets, null));
            case JwtScheme jwt ->
                new JwtExplainer((JwtScheme) judged.scheme(), request)
                        .explain(Judge.verify(request, judged, secrets, null));
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() ->
                new KeyExplainer(judged, request, secrets, keys.certificate()).explain(showExpected);
            case SignatureScheme signature ->
                HmacExplainer.explain(new Question(judged, request, secret, others(known), showExpected));
        };
    }

    private static boolean signsUrl(WebhookScheme scheme) {
        return scheme instanceof SignatureScheme signature
                && (signature.signed().has(SignedTemplate.Url.class)
                        || signature.signed().has(SignedTemplate.Path.class));
    }

    /** The secrets of the other sources, as far as they are on this machine. */
    private Map<String, GivenSecret> others(@Nullable Source known) throws IOException {
        Map<String, GivenSecret> others = new LinkedHashMap<>();
        if (known != null) {
            for (Source other : SourcesFile.existing(sources, data).all()) {
                SecretReference reference = other.secret();
                if (reference != null && !other.name().equals(known.name())) {
                    others.put(other.name(), GivenSecret.of(reference, System::getenv, null));
                }
            }
        }
        return others;
    }

    private Instant instant() {
        try {
            return receivedAt == null ? Instant.now() : Instant.parse(receivedAt);
        } catch (DateTimeParseException e) {
            throw usage("--received-at: expected an ISO-8601 instant such as 2026-03-06T19:31:32.895Z");
        }
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static void print(Explanation explanation, PrintStream out) {
        for (Explanation.Step step : explanation.steps()) {
            String head = "%-6s %-18s ".formatted(mark(step.mark()), step.what());
            for (String line : step.lines()) {
                out.println(head + line);
                head = " ".repeat(26);
            }
        }
        out.println();
        out.println(
                switch (explanation.verdict()) {
                    case GENUINE -> "genuine";
                    case REJECTED -> "rejected, " + explanation.reason();
                    case UNDECIDED -> "undecided, " + explanation.reason();
                });
        explanation.mistakes().forEach(mistake -> out.println("It matches if " + mistake + "."));
        explanation.advice().forEach(out::println);
    }

    private static String mark(Explanation.Mark mark) {
        return switch (mark) {
            case OK -> "ok";
            case WRONG -> "wrong";
            case SEEN -> "";
        };
    }
}
