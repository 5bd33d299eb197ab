package io.weir.cli.conformance;

import io.weir.cli.conformance.observe.Observer;
import io.weir.cli.conformance.observe.Observers;
import io.weir.cli.conformance.page.ConformancePage;
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
import io.weir.cli.input.GivenSecret;
import io.weir.cli.input.InputFiles;
import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.send.UnreachableException;
import io.weir.cli.sender.Signing;
import io.weir.cli.text.ProgressLine;
import io.weir.cli.text.Table;
import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import picocli.CommandLine.Spec;

/** {@code weir conformance}: plays every case against a receiver. */
@Command(
        name = "conformance",
        description = {
            "Plays genuine and forged requests of a scheme against any receiver, and says which it gets wrong.",
            "Exit code 0 if all is as expected, 1 if not, 2 for wrong usage, 3 if it cannot be judged."
        },
        mixinStandardHelpOptions = true)
public final class ConformanceCommand implements Callable<Integer> {
    private static final int MAX_RATE = 10_000;
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private final Desk desk;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--scheme", description = "sns, a preset (see weir schemes), or an own scheme as JSON")
    private @Nullable String scheme;

    @Option(
            names = "--page",
            hidden = true,
            description = "Writes the part of this page anew that is made of the results beside it")
    private @Nullable Path page;

    @Option(names = "--to", paramLabel = "URL", description = "The receiver's URL")
    private @Nullable String to;

    @Option(names = "--secret-file", description = "File with the secret that the receiver has; not for sns")
    private @Nullable Path secretFile;

    @Option(
            names = "--observe",
            paramLabel = "WHERE",
            description = {
                "How it is told what the receiver believes: status (2xx is a yes, 4xx a no),",
                "sink=HOST:PORT (this command listens there, and the receiver posts there what it believes),",
                "or a folder in which it makes a file of each event"
            })
    private @Nullable String observe;

    @Mixin
    private final SnsOptions sns = new SnsOptions();

    @Option(names = "--only", paramLabel = "ID", description = "Only this case; may be given several times")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "Names the cases of the scheme instead of playing them")
    private boolean isList;

    @Option(names = "--json", description = "One JSON object")
    private boolean isJson;

    @Option(names = "--markdown", description = "A table for a document")
    private boolean isMarkdown;

    @Option(names = "--rate", description = "Requests a second. Default: ${DEFAULT-VALUE}")
    private int rate = 20;

    @Option(
            names = "--wait",
            description = "How long an answer, or a genuine event's effect, may take. Default: ${DEFAULT-VALUE}")
    private Duration wait = Duration.ofSeconds(10);

    @Option(
            names = "--i-own-this-receiver",
            description = "Admits a receiver that is not on this machine: forged requests are for your own")
    private boolean isOwn;

    public ConformanceCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (isJson && isMarkdown) {
            throw usage("expected one of --json and --markdown");
        }
        if (page != null) {
            ConformancePage.write(page);
            return Exit.DONE;
        }
        if (scheme == null) {
            throw usage("--scheme: expected sns, a preset or an own scheme as JSON");
        }
        Scheme chosen = InputFiles.scheme(scheme);
        List<Case> cases = chosen(Cases.of(chosen));
        if (isList) {
            list(cases);
            return Exit.DONE;
        }
        if (to == null) {
            throw usage("--to: expected the receiver's URL");
        }
        if (observe == null) {
            throw usage("--observe: expected status, sink=HOST:PORT or a folder");
        }
        if (rate < 1 || rate > MAX_RATE || wait.toMillis() < 1 || wait.compareTo(MAX_WAIT) > 0) {
            throw usage("--rate: expected 1 to " + MAX_RATE
                    + ", and --wait a positive duration such as PT10S, PT1H at most");
        }
        try {
            return play(scheme, chosen, Target.of(to, isOwn), observe, cases);
        } catch (UnreachableException e) {
            desk.speech().say(String.valueOf(e.getMessage()));
            return Exit.UNREACHABLE;
        }
    }

    private int play(String scheme, Scheme chosen, Target target, String observed, List<Case> cases)
            throws IOException, InterruptedException {
        Pace pace = new Pace(rate, System::nanoTime, desk.pause()::of);
        List<Played> played;
        try (Family family = family(chosen, target);
                Observer observer = Observers.of(observed);
                ProgressLine progress = new ProgressLine(desk.speech(), desk.clock())) {
            WireSender sender = new WireSender(target, desk.pause()::of);
            long[] done = {0};
            played = new Player(family, sender, observer, pace, wait)
                    .play(cases, each -> progress.at(++done[0], 0, cases.size()));
        }
        Report report = new Report(scheme, target.url(), observed, pace.sent(), played);
        if (isJson) {
            desk.speech().line(report.json());
        } else if (isMarkdown) {
            desk.speech().line(report.markdown());
        } else {
            report.text(desk.speech());
        }
        return report.exit();
    }

    private Family family(Scheme chosen, Target target) throws IOException {
        if (!(chosen instanceof SnsScheme) && sns.areGiven()) {
            throw usage("--sns-keys, --topic and --certificates: only for --scheme sns");
        }
        return switch (chosen) {
            case SnsScheme sns -> this.sns.family(this::usage);
            case JwtScheme jwt ->
                throw new ConfigurationException("--scheme: cannot be played, it has no shared secret");
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() ->
                throw new ConfigurationException("--scheme: cannot be played, it has no shared secret");
            case WebhookScheme webhook -> {
                if (secretFile == null) {
                    throw usage("--secret-file: expected, since " + webhook.name() + " has a shared secret");
                }
                Signing.Proof proof =
                        Signing.Proof.ofSecret(GivenSecret.ofFile(secretFile).current());
                yield new WebhookFamily(webhook, proof, target, desk.clock());
            }
        };
    }

    private List<Case> chosen(List<Case> cases) {
        for (String id : only) {
            if (cases.stream().noneMatch(each -> each.id().equals(id))) {
                throw usage("--only " + id + ": this scheme has no such case; see --list");
            }
        }
        return only.isEmpty()
                ? cases
                : cases.stream().filter(each -> only.contains(each.id())).toList();
    }

    private void list(List<Case> cases) {
        if (isJson) {
            desk.speech()
                    .line(Json.write(
                            cases.stream().map(ConformanceCommand::json).toList()));
            return;
        }
        new Table(desk.speech(), 3, "case", "folder", "expect", "title")
                .print(cases.stream()
                        .map(each ->
                                List.of(each.id(), each.folder(), each.expect().text(), each.title()))
                        .toList());
    }

    private static Map<String, @Nullable Object> json(Case each) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", each.id());
        json.put("folder", each.folder());
        json.put("title", each.title());
        json.put("rule", each.rule());
        json.put("expect", each.expect().text());
        json.put("why", each.why());
        return json;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
