package io.weir.cli;

import io.weir.action.SnsMessage;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.HmacScheme;
import io.weir.envelope.source.Scheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.secret.SecretText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir send}: signs a body as the sender would and posts it. */
@Command(
        name = "send",
        description = "Signs a body as the sender would and posts it. Exit code 0 if the answer was 2xx, else 1.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--scheme",
            required = true,
            description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    @SuppressWarnings("NullAway.Init")
    private String scheme;

    @Option(names = "--to", required = true, description = "URL of the source")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Option(names = "--secret-file", description = "File with the shared secret; not for sns")
    private @Nullable Path secretFile;

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

    @Option(names = "--data", description = "Data folder with the key of the topic; only for sns. Default: .weir")
    private Path data = Path.of(".weir");

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The body; - or nothing for standard input")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        byte[] body = file == null || file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        HttpResponse<String> answer = scheme.equals("sns") ? sendSns(body) : sendSigned(body);
        System.out.println(answer.statusCode() + " " + answer.body());
        return answer.statusCode() / 100 == 2 ? 0 : 1;
    }

    private HttpResponse<String> sendSns(byte[] message) throws IOException {
        SnsMessage.Type messageType = snsType();
        String arn = LocalTopic.arn(topic);
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
            return poster.post(to, snsHeaders(messageType, id, arn), body.getBytes(StandardCharsets.UTF_8));
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

    private HttpResponse<String> sendSigned(byte[] body) throws IOException {
        HmacScheme hmac = hmac(scheme);
        if (secretFile == null) {
            throw usage("--secret-file: expected, since " + hmac.name() + " signs with a shared secret");
        }
        byte[] secret = SecretText.parse(secretFile.toString(), Files.readAllBytes(secretFile))
                .getFirst();
        Map<String, String> all = Signing.headers(hmac, secret, to, body, id, type == null ? "test" : type, given());
        try (Poster poster = new Poster()) {
            return poster.post(to, all, body);
        }
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

    /** A preset by name, or an own scheme as JSON. */
    static HmacScheme hmac(String text) {
        try {
            Object tree = text.startsWith("{") ? Json.read(text) : text;
            ConfigValue config = new ConfigValue("--scheme", tree);
            if (Scheme.parse(config) instanceof HmacScheme hmac) {
                return hmac;
            }
            throw config.expected("a scheme with a shared secret");
        } catch (JsonException e) {
            throw new ConfigurationException("--scheme: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
