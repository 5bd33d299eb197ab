package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.local.UpgradeFixture.Left;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A data folder that an earlier version left is opened, and nothing in it is lost or done twice. */
class UpgradeTest {
    @TempDir
    private Path data;

    static Stream<UpgradeFixture> folders() throws IOException {
        return UpgradeFixture.having(UpgradeFixture.DATA);
    }

    @Test
    void folders_areThere() throws IOException {
        assertThat(folders()).isNotEmpty();
        assertThat(settings()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void open_findsEachRequestInItsStateWithItsBody(UpgradeFixture fixture) throws Exception {
        fixture.unpack(data);
        Map<String, State> left = fixture.requests().stream().collect(Collectors.toMap(Left::id, Left::state));
        for (int start = 0; start < 2; start++) {
            try (LocalSubject subject = LocalSubject.opened(data)) {
                List<RequestSummary> found =
                        subject.operations().list(Filter.ALL, null, 100).requests();
                assertThat(found.stream().collect(Collectors.toMap(RequestSummary::id, RequestSummary::state)))
                        .isEqualTo(left);
                for (Left each : fixture.requests()) {
                    ReceivedRequest envelope = subject.operations().envelope(each.id());
                    assertThat(envelope == null ? null : Sha256.hex(envelope.body()))
                            .as(each.toString())
                            .isEqualTo(each.digest());
                }
            }
        }
        assertThat(left.values())
                .contains(State.WAITING, State.RETRYING, State.DONE, State.DUPLICATE, State.REJECTED, State.DEAD)
                .contains(State.UNPROVEN);
    }

    /**
     * What waits, an operator's replay among it, and the one whose mail failed: its archive is written already. What is done is claimed: it
     * has no effect if it comes again.
     */
    @ParameterizedTest
    @MethodSource("folders")
    void start_processesOnceWhatWaits_andNotWhatIsClaimed(UpgradeFixture fixture) throws Exception {
        fixture.unpack(data);
        List<String> waiting = ids(fixture, State.WAITING);
        List<String> retrying = ids(fixture, State.RETRYING);
        List<Left> done = fixture.knowsClaims() ? left(fixture, State.DONE) : List.of();
        long archived = files("bucket/archive");
        long mails = files("outbox");
        for (int start = 0; start < 2; start++) {
            try (LocalSubject subject = LocalSubject.opened(data)) {
                subject.mailDown = false;
                subject.start();
                waiting.forEach(id -> subject.awaitState(id, State.DONE));
                retrying.forEach(id -> subject.awaitState(id, State.DONE));
                for (Left each : done) {
                    byte[] body = subject.operations().envelope(each.id()).body();
                    String again = subject.post(each.source(), body, each.event(), LocalSubject.SECRET);
                    subject.awaitState(again, State.DUPLICATE);
                }
            }
            assertThat(files("bucket/archive")).isEqualTo(archived + waiting.size());
            assertThat(files("outbox")).isEqualTo(mails + waiting.size() + retrying.size());
        }
    }

    /** What is set aside can be tried again: the large one, whose body lies in the inbox, is read as well. */
    @ParameterizedTest
    @MethodSource("folders")
    void retry_ofWhatWasSetAside_readsIt(UpgradeFixture fixture) throws Exception {
        fixture.unpack(data);
        try (LocalSubject subject = LocalSubject.opened(data)) {
            for (Map.Entry<State, State> after :
                    Map.of(State.UNPROVEN, State.DONE, State.DEAD, State.DEAD).entrySet()) {
                List<String> ids = ids(fixture, after.getKey());
                assertThat(subject.operations()
                                .change(new Change.Retry(), Filter.ALL.withIds(ids), 0, (done, failed, total) -> true)
                                .done())
                        .isEqualTo(ids.size());
            }
            subject.mailDown = false;
            subject.start();
            ids(fixture, State.UNPROVEN).forEach(id -> subject.awaitState(id, State.DONE));
            for (String id : ids(fixture, State.DEAD)) {
                subject.awaitState(id, State.DEAD);
                assertThat(subject.operations().show(id).attempts())
                        .hasSizeGreaterThan(2); // the first, the operator's, the last
                assertThat(subject.operations().show(id).request().reason()).isEqualTo("action-email");
            }
        }
    }

    static Stream<UpgradeFixture> settings() throws IOException {
        return UpgradeFixture.having(Retention.FILE);
    }

    /** Each age that they give is the one that is kept. */
    @ParameterizedTest
    @MethodSource("settings")
    void read_settingsOfAnEarlierVersion_areTaken(UpgradeFixture fixture) throws Exception {
        Map<?, ?> given =
                (Map<?, ?>) Json.readObject(Files.readString(fixture.folder().resolve(Retention.FILE)))
                        .get("retention");
        Map<String, Duration> ages = new HashMap<>();
        given.forEach((place, age) -> ages.put((String) place, Duration.parse((String) age)));
        assertThat(Retention.read(fixture.folder()).ages())
                .isEqualTo(ages)
                .containsKeys("archive", "events", "outbox", "rejected", "trace");
    }

    private static List<String> ids(UpgradeFixture fixture, State state) throws Exception {
        return left(fixture, state).stream().map(Left::id).toList();
    }

    private static List<Left> left(UpgradeFixture fixture, State state) throws Exception {
        List<Left> left = fixture.requests().stream()
                .filter(each -> each.state() == state)
                .toList();
        assertThat(left).as("requests that are " + state).isNotEmpty();
        return left;
    }

    private long files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
