package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person finds, puts right and deletes the day after, on one machine and with requests over HTTP. */
class DayAfterTest {
    @TempDir
    private Path data;

    private LocalSubject subject;

    @BeforeEach
    void open() throws IOException {
        subject = new LocalSubject(data);
    }

    @AfterEach
    void close() throws IOException {
        subject.close();
    }

    private RequestLife life(String id) throws IOException {
        RequestLife life = subject.operations().show(id);
        assertThat(life).as(id).isNotNull();
        return life;
    }

    private void awaitState(String id, State state) {
        await("state of " + id).until(() -> life(id).request().state() == state);
    }

    private Tally change(Change change, Filter filter) throws IOException {
        return subject.operations().change(change, filter, 0, (done, failed, total) -> true);
    }

    /** Our copy of the secret was another than the sender's: what was rejected meanwhile is verified again, and acts. */
    @Test
    void wrongSecret_thatIsPutRight_losesNothing() throws Exception {
        byte[] theirs = "the sender's new one".getBytes(UTF_8);
        byte[] small = "{\"order\":1}".getBytes(UTF_8);
        byte[] large = ("{\"order\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
        List<String> ids = List.of(
                subject.post("orders", small, "event-1", theirs), subject.post("orders", large, "event-2", theirs));
        ids.forEach(id -> awaitState(id, State.REJECTED));
        String forged = subject.post("orders", small, "event-3", "a stranger's".getBytes(UTF_8));
        awaitState(forged, State.REJECTED);

        subject.secret(theirs);
        Tally tally = change(new Change.Retry(), Filter.ALL.withStates(State.REJECTED));

        assertThat(tally.done()).isEqualTo(3);
        ids.forEach(id -> awaitState(id, State.DONE));
        awaitState(forged, State.REJECTED);
        assertThat(archived()).isEqualTo(2);
        assertThat(life(ids.getFirst()).attempts()).hasSize(3); // rejected, the operator's, done
    }

    private long archived() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bucket/archive"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** The archive was written, the mail was not: once the mail host is back only the mail is sent. */
    @Test
    void deadLetter_thatIsRetried_goesOnAtTheActionThatFailed() throws Exception {
        String id = subject.bring(State.RETRYING, "orders", "half done");
        subject.mailDown = false;

        assertThat(change(new Change.Retry(), Filter.ALL.withIds(List.of(id))).done())
                .isEqualTo(1);

        awaitState(id, State.DONE);
        List<String> last = life(id).attempts().getLast().steps().stream()
                .map(step -> step.action() + " " + step.isDone())
                .toList();
        assertThat(last).containsExactly("email true");
    }

    @Test
    void replay_hasItsEffectsAgainUnderAnotherId_andNamesTheOldOne() throws Exception {
        String old = subject.bring(State.DONE, "orders", "once more");

        Tally tally = change(new Change.Replay(null), Filter.ALL.withIds(List.of(old)));

        String id = tally.ids().getFirst();
        awaitState(id, State.DONE);
        assertThat(life(id).request().replayOf()).isEqualTo(old);
        assertThat(archived()).isEqualTo(2);
        assertThat(mails()).isEqualTo(2);
    }

    @Test
    void replay_ofOneAction_performsThatAlone() throws Exception {
        String old = subject.bring(State.DONE, "orders", "the mail alone");

        Tally tally = change(new Change.Replay("email"), Filter.ALL.withIds(List.of(old)));

        awaitState(tally.ids().getFirst(), State.DONE);
        assertThat(archived()).isEqualTo(1);
        assertThat(mails()).isEqualTo(2);
    }

    private long mails() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("outbox"))) {
            return files.count();
        }
    }

    /** Not a byte of it is left in any file, the free pages and the log of the database included. */
    @Test
    void purge_leavesNoByteInTheFolder() throws Exception {
        String mark = "jane-" + UUID.randomUUID();
        for (State state : subject.states()) {
            subject.bring(state, "orders", mark + " " + state);
        }
        byte[] large = ("{\"text\":\"" + mark + "\",\"fill\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
        awaitState(subject.post("orders", large, "event-" + mark, LocalSubject.SECRET), State.DONE);
        String other = subject.bring(State.DONE, "billing", "somebody else");
        assertThat(holding(mark)).isNotEmpty();

        subject.operations().purge(Filter.ALL.withGrep(mark), false, (done, failed, total) -> true);

        assertThat(holding(mark)).isEmpty();
        assertThat(subject.operations().envelope(other)).isNotNull();
        assertThat(archivedOf("billing")).isEqualTo(1);
    }

    @Test
    void purge_byTheSendersId_findsItsArchivedBody() throws Exception {
        String id = subject.bring(State.DONE, "orders", "by id");
        String senderId = life(id).request().senderId();

        subject.operations().purge(Filter.ALL.withIds(List.of(senderId)), true, (done, failed, total) -> true);

        assertThat(subject.operations().show(id)).isNull();
        assertThat(holding(senderId)).isEmpty();
    }

    private long archivedOf(String source) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bucket/archive/" + source))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private List<Path> holding(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    /** An earlier weir kept no ledger; what it left on its queues is seen, and can be retried. */
    @Test
    void folderOfAnEarlierWeir_showsItsDeadLettersWithTheirReasons() throws Exception {
        String dead = subject.bring(State.DEAD, "orders", "before there was a ledger");
        subject.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weir.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM attempts");
            statement.executeUpdate("DELETE FROM requests");
        }

        subject = new LocalSubject(data);

        List<RequestSummary> found = subject.operations()
                .list(Filter.ALL.withStates(State.DEAD), null, 10)
                .requests();
        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(dead);
            assertThat(one.source()).isEqualTo("orders");
            assertThat(one.reason()).isEqualTo("action-email");
            assertThat(one.detail()).contains("not UTF-8");
        });
        assertThat(change(new Change.Retry(), Filter.ALL.withIds(List.of(dead))).done())
                .isEqualTo(1);
    }

    /** After a restart the ledger says the same. */
    @Test
    void restart_keepsEveryLife() throws Exception {
        String done = subject.bring(State.DONE, "orders", "before");
        String dead = subject.bring(State.DEAD, "orders", "before");
        List<RequestSummary> before =
                subject.operations().list(Filter.ALL, null, 100).requests();
        subject.close();

        subject = new LocalSubject(data);

        assertThat(subject.operations().list(Filter.ALL, null, 100).requests()).isEqualTo(before);
        assertThat(life(done).body()).isEqualTo(RequestLife.Body.KEPT);
        assertThat(life(dead).body()).isEqualTo(RequestLife.Body.QUEUE);
    }
}
