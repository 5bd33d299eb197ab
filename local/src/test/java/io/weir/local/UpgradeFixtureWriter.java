package io.weir.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the data folder that this version leaves, and settings that it takes, for later ones to open. Not one of the tests: {@code scripts/upgrade-fixtures} runs
 * it, once a release.
 */
class UpgradeFixtureWriter {
    /** The property that names the folder of this version. */
    static final String TARGET = "weir.fixtures";

    private static final long MOST = 200L << 10;

    /** By these times this version drops what is over. Who opens the folder adds what has passed since. */
    private static final List<String> LATER = List.of(
            "UPDATE messages SET sent_at = sent_at + ?, first_received_at = first_received_at + ?",
            "UPDATE requests SET received_at = received_at + ?, updated_at = updated_at + ?, until = until + ?",
            "UPDATE attempts SET at = at + ?, next_at = next_at + ?",
            "UPDATE envelopes SET kept_at = kept_at + ?",
            "UPDATE claims SET until = until + ?");

    /** As an operator may have written it: every member. */
    private static final String SETTINGS = """
            {"retention": {"archive": "P365D", "rejected": "P7D", "outbox": "P3D", "events": "PT12H", "trace": "P10D"}}
            """;

    @TempDir
    private Path data;

    @Test
    void write() throws Exception {
        String done = bringAllStates();
        List<Map<String, Object>> requests = leaveSomeWaiting(done);
        Path target = Files.createDirectories(Path.of(System.getProperty(TARGET)));
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("written", System.currentTimeMillis());
        about.put("later", LATER);
        about.put("requests", requests);
        Files.writeString(target.resolve(UpgradeFixture.ABOUT), Json.write(about));
        Files.writeString(target.resolve(Retention.FILE), SETTINGS);
        assertThat(Retention.read(target).ages()).hasSize(5);
        zip(target.resolve(UpgradeFixture.DATA));
        assertThat(Files.size(target.resolve(UpgradeFixture.DATA))).isLessThan(MOST);
    }

    /** Returns the id of one that is done. */
    private String bringAllStates() throws Exception {
        try (LocalSubject subject = new LocalSubject(data)) {
            Map<State, String> ids = new EnumMap<>(State.class);
            for (State state : subject.states()) {
                ids.put(state, subject.bring(state, "orders", "left " + state.text()));
            }
            // Too large for a message: it lies in the inbox. That its mail is no text keeps it there.
            byte[] large = ("{\"text\":\"" + "x".repeat(300_000) + "\",\"extra\":\"\u00ff\"}").getBytes(ISO_8859_1);
            String id = subject.post("billing", large, UUID.randomUUID().toString(), LocalSubject.SECRET);
            subject.awaitState(id, State.DEAD);
            return ids.get(State.DONE);
        }
    }

    /** The worker does not run meanwhile. */
    private List<Map<String, Object>> leaveSomeWaiting(String done) throws Exception {
        try (LocalSubject subject = LocalSubject.opened(data)) {
            for (String text : List.of("left waiting", "left waiting, too: \u20ac")) {
                byte[] body = ("{\"text\":\"" + text + "\"}").getBytes(UTF_8);
                subject.lay("orders", body, UUID.randomUUID().toString());
            }
            Filter one = Filter.ALL.withIds(List.of(done));
            Tally tally =
                    subject.operations().change(new Change.Replay(null), one, 0, (changed, failed, total) -> true);
            assertThat(tally.ids()).hasSize(1);
            List<Map<String, Object>> requests = new ArrayList<>();
            for (RequestSummary each :
                    subject.operations().list(Filter.ALL, null, 100).requests()) {
                requests.add(about(each, subject.operations().envelope(each.id())));
            }
            return requests;
        }
    }

    private static Map<String, Object> about(RequestSummary request, @Nullable ReceivedRequest envelope) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("id", request.id());
        about.put("state", request.state().text());
        about.put("source", request.source());
        if (envelope != null) {
            about.put("event", envelope.headers().get("x-github-delivery"));
            about.put("sha256", Sha256.hex(envelope.body()));
        }
        return about;
    }

    private void zip(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(data)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                Path name = data.relativize(each);
                if (!name.startsWith("tmp")) { // the library of SQLite
                    zip.putNextEntry(new ZipEntry(name.toString().replace('\\', '/')));
                    Files.copy(each, zip);
                    zip.closeEntry();
                }
            }
        }
    }
}
