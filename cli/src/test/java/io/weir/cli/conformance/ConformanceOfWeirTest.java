package io.weir.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.place.Exit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weir itself, played as any other receiver is. */
class ConformanceOfWeirTest {
    private static final List<String> PRESETS = List.of(
            "github",
            "shopify",
            "stripe",
            "slack",
            "standard-webhooks",
            "svix",
            "twilio",
            "recharge-legacy",
            "dropbox",
            "gitlab",
            "okta",
            "sns");

    /** Where nothing of the scheme's requests but the body could hold the marker, its body must. */
    private static final List<String> OPEN = List.of(
            "body-emptied",
            "body-empty",
            "body-of-one-byte",
            "signature-by-another-algorithm",
            "signature-by-the-empty-secret",
            "sns-utf-16");

    /** Of SNS, since this Weir believes the key of its own topics alone; SnsCasesTest asks the verifier about these. */
    private static final String NEEDS_CERTIFICATES =
            "what lies at a certificate's URL can be chosen with --certificates alone";

    @TempDir
    private Path data;

    @Test
    void everyCaseOfEveryScheme_isAsExpected() throws Exception {
        Map<String, Future<Report>> running = new LinkedHashMap<>();
        try (WeirReceiver weir = WeirReceiver.start(data, PRESETS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            PRESETS.forEach(preset -> running.put(preset, threads.submit(() -> weir.play(preset))));
            for (Map.Entry<String, Future<Report>> each : running.entrySet()) {
                Report report = each.getValue().get();
                assertThat(report.played())
                        .as(each.getKey())
                        .allSatisfy(played -> assertThat(played.ok())
                                .as(played.played().id() + ": " + played.detail())
                                .isNotEqualTo(false))
                        .filteredOn(played -> played.ok() == null)
                        .filteredOn(played -> !played.detail().equals(NEEDS_CERTIFICATES))
                        .extracting(played -> played.played().id())
                        .isSubsetOf(OPEN);
                assertThat(report.exit()).isEqualTo(Exit.DONE);
                assertThat(report.played()).hasSizeGreaterThan(30);
            }
        }
    }
}
