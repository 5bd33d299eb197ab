package io.weir.cli;

import io.weir.action.SnsMessage;
import io.weir.cli.input.InputFiles;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.send.DoorAnswers;
import io.weir.cli.send.OutcomeWait;
import io.weir.cli.send.Outcomes;
import io.weir.cli.send.Poster;
import io.weir.cli.send.RunningOutcomes;
import io.weir.cli.send.UnreachableException;
import io.weir.cli.sender.ProofOptions;
import io.weir.cli.sender.Signing;
import io.weir.cli.text.Shown;
import io.weir.config.ConfigurationException;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.local.topic.LocalTopic;
import io.weir.operations.RequestSummary;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir send}: signs a body as the sender would and posts it. */
@Command(
        name = "send",
        description = {
            "Signs a body as the sender would, posts it, and prints the answer's status and the id of the request.",
            "Exit code 0 if the door took it (with --wait: if it is done), 1 if not, 2 for wrong usage or configuration,",
            "3 if nobody answers."
        },
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    /** Where weir run listens, unless it is told otherwise. */
    private static final String DOOR = "http://127.0.0.1:8080/";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--scheme", description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    private @Nullable String scheme;

    @Option(names = "--source", description = "Name of a source: its scheme, secret and URL are taken")
    private @Nullable String source;

    @Option(names = "--sources", description = "JSON file with the sources. Default: sources.json in the data folder")
    private @Nullable Path sources;

    @Option(names = "--to", description = "URL to post to. Default with --source: " + DOOR + "SOURCE")
    private @Nullable String to;

    @Option(names = "--wait", description = "Waits for the outcome, which the weir run of the data folder is asked for")
    private boolean wait;

    @Option(names = "--timeout", description = "How long to wait, in seconds. Default: ${DEFAULT-VALUE}")
    private int timeout = 30;

    @Mixin
    private final ProofOptions proof = new ProofOptions();

    @Option(names = "--header", description = "Further header, as 'Name: value'")
    private String[] headers = {};

    @Option(names = "--id", description = "Id of the event. Default: a random one")
    private String id = UUID.randomUUID().toString();

    @Option(names = "--type", description = "Type of the event; for sns Notification, SubscriptionConfirmation, ...")
    private @Nullable String type;

    @Option(names = "--topic", description = "Name of the topic of this machine; only for sns. Default: budgets")
    private String topic = "budgets";

    @Option(names = "--subject", description = "Subject of the message; only for sns")
    private @Nullable String subject;

    @Option(names = "--signature-version", description = "1 or 2; only for sns. Default: ${DEFAULT-VALUE}")
    private String signatureVersion = "2";

    @Option(names = "--data", description = "Data folder: sources, key of the topics of this machine. Default: .weir")
    private Path data = Path.of(".weir");

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The body; - or nothing for standard input")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((scheme == null) == (source == null)) {
            throw usage("expected one of --scheme and --source");
        }
        if (scheme != null && to == null) {
            throw usage("--to: expected, since --scheme alone names no place to post to");
        }
        if (timeout < 1) {
            throw usage("--timeout: expected at least 1");
        }
        byte[] body = file == null || file.toString().equals("-") ? System.in.readAllBytes() : InputFiles.bytes(file);
        Source known = source == null ? null : SourcesFile.source(source, sources, data);
        try (RunningOutcomes outcomes = wait ? RunningOutcomes.of(data) : null) {
            return concluded(send(known, body), outcomes);
        } catch (UnreachableException e) {
            System.err.println("weir: " + e.getMessage());
            return WeirCommand.UNREACHABLE;
        }
    }

    private HttpResponse<String> send(@Nullable Source known, byte[] body) throws IOException {
        String target = to != null ? to : DOOR + source;
        Scheme chosen = known == null ? InputFiles.scheme(Objects.requireNonNull(scheme)) : known.scheme();
        return switch (chosen) {
            case SnsScheme sns -> sendSns(target, known == null ? LocalTopic.arn(topic) : topic(known), body);
            case WebhookScheme webhook -> sendProven(webhook, known, target, body);
        };
    }

    /** Says what was answered, and what became of it if that is asked for. */
    private int concluded(HttpResponse<String> answer, @Nullable Outcomes outcomes)
            throws IOException, InterruptedException {
        String given = answer.headers().firstValue("weir-id").orElse(null);
        System.out.println(answer.statusCode()
                + (given == null ? "" : " " + given)
                + (answer.body().isEmpty() ? "" : " " + answer.body()));
        if (answer.statusCode() / 100 != 2) {
            System.err.println("weir: " + DoorAnswers.why(answer));
            return WeirCommand.NO;
        }
        return outcomes == null ? 0 : awaited(given, outcomes);
    }

    private int awaited(@Nullable String given, Outcomes outcomes) throws IOException, InterruptedException {
        if (given == null) {
            System.err.println("weir: the answer has no weir-id, so nothing can be asked about it");
            return WeirCommand.UNREACHABLE;
        }
        RequestSummary request = OutcomeWait.await(outcomes, given, Duration.ofSeconds(timeout));
        if (request == null || !OutcomeWait.isEnd(request.state())) {
            String now = request == null ? "not known yet" : OutcomeWait.text(request);
            System.err.println("weir: no outcome within " + timeout + " s: " + now);
            return WeirCommand.NO;
        }
        System.out.println(Shown.escaped(OutcomeWait.text(request)));
        return OutcomeWait.isGood(request.state()) ? 0 : WeirCommand.NO;
    }

    /** A topic of this machine that the source believes; for any other only AWS can sign. */
    private static String topic(Source known) {
        return known.topics().stream()
                .filter(LocalTopic::isLocal)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("the source " + known.name()
                        + " believes no topic of this machine; publish to its topic on AWS instead"));
    }

    private HttpResponse<String> sendSns(String target, String arn, byte[] message) throws IOException {
        SnsMessage.Type messageType = snsType();
        String body = LocalTopic.open(data.resolve("topic"))
                .message(
                        messageType,
                        signatureVersion,
                        arn,
                        id,
                        subject,
                        new String(message, StandardCharsets.UTF_8),
                        Instant.now());
        try (Poster poster = new Poster()) {
            return poster.post(target, snsHeaders(messageType, id, arn), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    static Map<String, String> snsHeaders(SnsMessage.Type type, String id, String topicArn) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/plain; charset=UTF-8");
        headers.put("x-amz-sns-message-type", type.text());
        headers.put("x-amz-sns-message-id", id);
        headers.put("x-amz-sns-topic-arn", topicArn);
        return headers;
    }

    private SnsMessage.Type snsType() {
        for (SnsMessage.Type candidate : SnsMessage.Type.values()) {
            if (type == null || candidate.text().equals(type)) {
                return candidate;
            }
        }
        throw usage("--type: expected Notification, SubscriptionConfirmation or UnsubscribeConfirmation");
    }

    private HttpResponse<String> sendProven(WebhookScheme webhook, @Nullable Source known, String target, byte[] body)
            throws IOException {
        PublicUrl configured = known == null ? null : known.url();
        String query = target.indexOf('?') < 0 ? "" : target.substring(target.indexOf('?'));
        ReceivedRequest request;
        try {
            request = Signing.request(
                    webhook,
                    proof.of(webhook, known, data, this::usage),
                    configured == null ? target : configured.text() + query,
                    body,
                    Signing.Event.now(id, type == null ? "test" : type),
                    given());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("it cannot be signed by " + webhook.name() + ": " + e.getMessage());
        }
        try (Poster poster = new Poster()) {
            return poster.post(withQuery(target, request.url()), request.headers(), request.body());
        }
    }

    /** A token may have been added to the query. */
    private static String withQuery(String target, String signed) {
        String place = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
        return signed.indexOf('?') < 0 ? place : place + signed.substring(signed.indexOf('?'));
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw usage("--header: expected 'Name: value'");
            }
            given.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return given;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
