package io.weir.cli;

import io.weir.cli.console.ConsoleOption;
import io.weir.cli.input.Inputs;
import io.weir.cli.input.SourcesFile;
import io.weir.cli.run.TextLog;
import io.weir.cli.send.Poster;
import io.weir.local.LocalWeir;
import io.weir.local.files.Disk;
import io.weir.local.files.Folders;
import io.weir.local.ledger.Pruning;
import io.weir.local.metrics.MetricsLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir tour}: runs with sample sources, plays real requests through the door, and shows what became of each. */
@Command(
        name = "tour",
        description = {
            "Runs with sample sources, plays a tour of real requests over HTTP, and shows what became of each.",
            "Exit code 0 if every request ended as it should, else 1."
        },
        mixinStandardHelpOptions = true)
final class TourCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--once", description = "Ends after the tour instead of serving on")
    private boolean once;

    @Option(names = "--port", description = "Port to listen on. Default: ${DEFAULT-VALUE}; with --once a free one")
    private @Nullable Integer port;

    @Option(names = "--data", description = "Data folder. Default: .weir; with --once one that is removed at the end")
    private @Nullable Path data;

    @Mixin
    private ConsoleOption console = new ConsoleOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data != null ? data : once ? Files.createTempDirectory("weir-tour") : Path.of(".weir");
        Disk.REAL.dataFolder(folder, "weir.db");
        int listenOn = port != null ? port : once ? 0 : 8080;
        Inputs.checkPort(spec.commandLine(), listenOn);
        OutcomeStream outcomes = new OutcomeStream(TextLog.over(System.out));
        try (PrintStream log = new PrintStream(outcomes, true, StandardCharsets.UTF_8);
                Poster poster = new Poster()) {
            MetricsLog metrics = MetricsLog.before(log);
            LocalWeir weir = LocalWeir.open(
                    SourcesFile.read(null, folder),
                    folder,
                    new LocalWeir.Address("127.0.0.1", listenOn, null),
                    metrics,
                    new LocalWeir.Options(List.of(), Pruning.Limits.DEFAULT));
            Tour tour = new Tour(new TourTable(weir, folder, poster), outcomes);
            if (once) {
                return playOnce(weir, tour);
            }
            RunCommand.start(weir, folder, console, metrics);
            return playAndServe(weir, folder, tour, outcomes);
        } finally {
            if (once && data == null) {
                Folders.delete(folder);
            }
        }
    }

    private static int playOnce(LocalWeir weir, Tour tour) throws IOException, InterruptedException {
        try (weir) {
            weir.start();
            return play(tour);
        }
    }

    private static int playAndServe(LocalWeir weir, Path folder, Tour tour, OutcomeStream outcomes)
            throws IOException, InterruptedException {
        int exit = play(tour);
        outcomes.end();
        invite(weir, folder);
        new CountDownLatch(1).await(); // the shutdown hook does the rest
        return exit;
    }

    private static int play(Tour tour) throws IOException, InterruptedException {
        List<Tour.Step> steps = tour.play();
        System.out.printf("%n%-44s %-7s %-28s %s%n", "request", "answer", "what became of it", "where to look");
        for (Tour.Step step : steps) {
            System.out.printf(
                    "%s %-42s %-7s %-28s %s%n",
                    step.isAsExpected() ? " " : "!", step.request(), step.answer(), step.outcome(), step.place());
        }
        List<Tour.Step> wrong =
                steps.stream().filter(step -> !step.isAsExpected()).toList();
        wrong.forEach(step ->
                System.out.println("! " + step.request() + ": expected " + step.expected() + ", was " + step.actual()));
        System.out.printf("%n%d of %d requests ended as they should%n", steps.size() - wrong.size(), steps.size());
        return wrong.isEmpty() ? 0 : 1;
    }

    private static void invite(LocalWeir weir, Path folder) {
        String secret = SourcesFile.secret(folder, "github").toAbsolutePath().toString();
        String url = "http://127.0.0.1:" + weir.port();
        System.out.printf("""

                Still serving on %s (health: %s/-/health), data in %s. Try it:

                  body='{"hello":"weir"}'; curl -i %s/github -H 'content-type: application/json' \\
                    -H 'x-github-event: push' -H "x-github-delivery: $(date +%%s)" \\
                    -H "x-hub-signature-256: sha256=$(printf %%s "$body" | openssl dgst -sha256 -hmac "$(cat %s)" | sed 's/.* //')" \\
                    --data-binary "$body"

                A line of the log follows for each request and each outcome. Ctrl-C ends.
                """, url, url, folder.toAbsolutePath(), url, secret);
    }
}
