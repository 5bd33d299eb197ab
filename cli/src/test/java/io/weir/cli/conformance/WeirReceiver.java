package io.weir.cli.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.cli.conformance.observe.SinkObserver;
import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Cases;
import io.weir.cli.conformance.play.Family;
import io.weir.cli.conformance.play.Pace;
import io.weir.cli.conformance.play.Played;
import io.weir.cli.conformance.play.Player;
import io.weir.cli.conformance.play.Target;
import io.weir.cli.conformance.play.WebhookFamily;
import io.weir.cli.conformance.play.WireSender;
import io.weir.cli.conformance.sns.SnsOptions;
import io.weir.cli.input.InputFiles;
import io.weir.cli.sender.Signing;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.LocalWeir;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;

/** A Weir in this process, whose sources post what they believe to a sink. Several schemes may be played at once. */
final class WeirReceiver implements AutoCloseable {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String SNS = "sns";
    private static final String TOPIC = LocalTopic.arn("conformance");
    private static final int RATE = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SinkObserver sink;
    private final LocalWeir weir;
    private final Map<String, String> secrets;
    private final Path topicKeys;

    private WeirReceiver(SinkObserver sink, LocalWeir weir, Map<String, String> secrets, Path topicKeys) {
        this.sink = sink;
        this.weir = weir;
        this.secrets = secrets;
        this.topicKeys = topicKeys;
    }

    /** With a source for each of these presets, or {@code sns}, named like it. */
    static WeirReceiver start(Path data, List<String> presets) throws IOException {
        SinkObserver sink = SinkObserver.at("127.0.0.1:0");
        Map<String, String> secrets = new LinkedHashMap<>();
        Map<String, Object> sources = new LinkedHashMap<>();
        Path own = Files.writeString(data.resolve("own-secret"), SECRET);
        Map<String, Object> action = Map.of(
                "http",
                Map.of(
                        "url",
                        "http://127.0.0.1:" + sink.port() + "/",
                        "secret",
                        "file:" + own,
                        "allowPrivate",
                        List.of("127.0.0.0/8")));
        for (String preset : presets) {
            if (preset.equals(SNS)) {
                sources.put(SNS, Map.of("scheme", SNS, "topics", List.of(TOPIC), "actions", List.of(action)));
                continue;
            }
            secrets.put(preset, SECRET);
            Path secret = Files.writeString(data.resolve("secret-" + preset), secrets.get(preset));
            sources.put(preset, Map.of("scheme", preset, "secret", "file:" + secret, "actions", List.of(action)));
        }
        LocalWeir weir = LocalWeir.open(
                Sources.parse("test", Json.write(sources)),
                data.resolve("weir"),
                "127.0.0.1",
                0,
                new PrintStream(OutputStream.nullOutputStream(), false, US_ASCII));
        weir.start();
        return new WeirReceiver(sink, weir, secrets, data.resolve("weir/topic"));
    }

    /** Plays every case of a preset, or of SNS. */
    Report play(String preset) throws IOException, InterruptedException {
        return play(preset, Cases.of(InputFiles.scheme(preset)));
    }

    Report play(String preset, List<Case> cases) throws IOException, InterruptedException {
        Target target = Target.of("http://127.0.0.1:" + weir.port() + "/" + preset, false);
        Pace pace = new Pace(RATE, System::nanoTime, Thread::sleep);
        try (Family family = preset.equals(SNS) ? sns() : webhook(preset, target)) {
            List<Played> played = new Player(family, new WireSender(target, Thread::sleep), sink, pace, PATIENCE)
                    .play(cases, each -> {});
            return new Report(preset, target.url(), sink.name(), pace.sent(), played);
        }
    }

    private WebhookFamily webhook(String preset, Target target) {
        Signing.Proof proof = Signing.Proof.ofSecret(
                Objects.requireNonNull(secrets.get(preset)).getBytes(US_ASCII));
        return new WebhookFamily(Presets.scheme(preset), proof, target, Clock.systemUTC());
    }

    /** By the options that a person would give: the key that this Weir believes, and no certificates to choose. */
    private Family sns() throws IOException {
        SnsOptions options =
                CommandLine.populateCommand(new SnsOptions(), "--sns-keys", topicKeys.toString(), "--topic", TOPIC);
        return options.family(message -> new CommandLine.ParameterException(new CommandLine(options), message));
    }

    @Override
    public void close() throws IOException {
        try (sink) {
            weir.close();
        }
    }
}
