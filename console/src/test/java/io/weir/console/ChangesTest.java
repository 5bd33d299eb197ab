package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What buttons do, and what is written down about it. */
class ChangesTest {
    @TempDir
    private Path folder;

    private Path audit;
    private ConsoleFixture fixture;
    private Visitor visitor;

    @BeforeEach
    void open() throws IOException {
        audit = folder.resolve("audit.jsonl");
        fixture = new ConsoleFixture(options -> options.audit(audit));
        fixture.sample.fill();
        visitor = fixture.visitor();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private List<RequestSummary> all(State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .toList();
    }

    private List<Map<String, Object>> lines() throws IOException, JsonException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(audit)) {
            lines.add(Json.readObject(line));
        }
        return lines;
    }

    @Test
    void one_request_is_retried() throws Exception {
        String id = all(State.DEAD).getFirst().id();
        Visitor.Answer answer =
                visitor.press("/requests/" + id, "/change", "action", "retry", "id", id, "back", "/requests/" + id);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(visitor.get(answer.header("location")).body())
                .contains("1 done, 0 failed.", "href=\"/requests/" + id + "\"");
        assertThat(all(State.DEAD)).hasSize(3);
        assertThat(visitor.get("/requests/" + id).body()).contains("An operator: retry");
    }

    @Test
    void all_of_a_group_are_retried_and_no_other() throws Exception {
        visitor.press(
                "/dead", "/change", "action", "retry", "state", "dead", "source", "stripe", "reason", "action-failed");
        assertThat(all(State.DEAD)).extracting(RequestSummary::source).containsExactly("github");
    }

    @Test
    void rejected_ones_are_verified_again() throws Exception {
        visitor.press("/rejected", "/change", "action", "retry", "state", "rejected");
        assertThat(all(State.REJECTED)).isEmpty();
    }

    @Test
    void more_than_a_page_is_changed_where_the_filter_admits_more() throws Exception {
        Visitor.Answer question = visitor.get("/confirm?action=replay&source=github&state=done");
        assertThat(question.body()).contains("Replay 60 requests", "Their effects happen once more");
        Visitor.Answer answer = visitor.press(
                "/confirm?action=replay&source=github&state=done",
                "/change",
                "action",
                "replay",
                "source",
                "github",
                "state",
                "done");
        await().untilAsserted(
                        () -> assertThat(visitor.get(answer.header("location")).body())
                                .contains("60 done, 0 failed.", "New requests"));
    }

    @Test
    void what_comes_while_the_question_stands_is_not_part_of_the_answer() throws Exception {
        assertThat(visitor.get("/confirm?action=remove&state=dead").body())
                .contains("name=\"until\" value=\"2026-11-28T09:30:00Z\"", "Delete 4 requests");
    }

    @Test
    void a_question_is_asked_only_of_what_can_be_changed() throws Exception {
        assertThat(visitor.get("/confirm?action=replay&state=dead").body()).contains("None of these can be changed");
        assertThat(visitor.get("/confirm?action=retry&source=stripe").body()).contains("Retry 4 requests");
        assertThat(visitor.get("/confirm?action=retire&state=dead").status()).isEqualTo(404);
    }

    @Test
    void one_is_deleted() throws Exception {
        String id = all(State.REJECTED).getFirst().id();
        visitor.press("/requests/" + id, "/change", "action", "remove", "id", id);
        assertThat(all(State.REMOVED)).extracting(RequestSummary::id).containsExactly(id);
    }

    @Test
    void no_selection_changes_nothing() throws Exception {
        Visitor.Answer answer = visitor.press("/dead", "/change", "action", "remove");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("A change needs a selection");
        assertThat(all(State.REMOVED)).isEmpty();
        assertThat(audit).doesNotExist();
    }

    @Test
    void what_failed_is_named() throws Exception {
        String id = all(State.DEAD).getFirst().id();
        fixture.operations.refuseChangesOf(id, "its body is gone");
        Visitor.Answer answer = visitor.press("/dead", "/change", "action", "retry", "state", "dead");
        assertThat(visitor.get(answer.header("location")).body()).contains("3 done, 1 failed.", id, "its body is gone");
    }

    @Test
    void a_slow_change_shows_how_far_it_is_and_can_be_stopped() throws Exception {
        Visitor.Answer answer = visitor.press("/dead", "/change", "action", "retry", "state", "dead", "rate", "1");
        String job = answer.header("location");
        assertThat(visitor.get(job).body()).contains("Stop", "<progress");
        assertThat(visitor.get("/").body()).contains("Retry is under way");
        assertThat(visitor.get(job + ".json").body()).contains("\"over\":false");
        assertThat(visitor.press(job, job + "/stop").header("location")).isEqualTo(job);
        await().untilAsserted(() -> assertThat(visitor.get(job).body()).contains("Stopped:"));
        assertThat(all(State.DEAD)).isNotEmpty();
    }

    @Test
    void few_changes_run_at_a_time() throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jobs.add(visitor.press("/rejected", "/change", "action", "replay", "state", "done", "rate", "1")
                    .header("location"));
        }
        assertThat(visitor.press("/rejected", "/change", "action", "replay", "state", "done")
                        .status())
                .isEqualTo(503);
        for (String job : jobs) {
            visitor.press("/rejected", job + "/stop");
        }
    }

    @Test
    void a_way_back_leads_to_no_other_host() throws Exception {
        for (String back : new String[] {
            "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"
        }) {
            Visitor.Answer answer =
                    visitor.press("/rejected", "/change", "action", "retry", "state", "dead", "back", back);
            assertThat(visitor.get(answer.header("location")).body())
                    .contains("href=\"/\">Back")
                    .doesNotContain("evil");
        }
    }

    @Test
    void each_change_is_a_line_before_and_a_line_after() throws Exception {
        visitor.press("/dead", "/change", "action", "retry", "state", "dead", "source", "stripe", "grep", "evt_");
        List<Map<String, Object>> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .containsEntry("at", "2026-11-28T09:30:00Z")
                .containsEntry("from", "127.0.0.1")
                .containsEntry("action", "retry")
                .containsEntry("result", "begun");
        assertThat(Objects.toString(lines.get(0).get("filter")))
                .contains("states=[dead]", "sources=[stripe]", "4 characters")
                .doesNotContain("evt_");
        assertThat(lines.get(1))
                .containsEntry("result", "ended")
                .containsEntry("change", lines.get(0).get("change"));
        assertThat(Objects.toString(lines.get(1))).contains("done=3", "failed=0");
        assertThat(Files.readString(audit)).doesNotContain(fixture.console.token());
    }

    @Test
    void the_file_is_for_its_owner_alone() throws Exception {
        visitor.press("/dead", "/change", "action", "retry", "state", "dead");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(audit)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_cannot_be_written_down_is_not_done() throws Exception {
        Files.createDirectory(audit);
        Visitor.Answer answer = visitor.press("/dead", "/change", "action", "retry", "state", "dead");
        assertThat(visitor.get(answer.header("location")).body()).contains("not done, since it cannot be written");
        assertThat(all(State.DEAD)).hasSize(4);
    }

    @Test
    void a_change_that_fails_is_written_down_as_failed() throws Exception {
        String token = visitor.get("/dead").formToken();
        fixture.operations.trouble(new IOException("connection refused"));
        visitor.with("Origin", "http://127.0.0.1:" + fixture.console.port());
        visitor.post("/change", "action", "retry", "state", "dead", "form", token);
        assertThat(lines().get(1)).containsEntry("result", "failed").containsEntry("why", "connection refused");
    }

    @Test
    void behind_a_proxy_the_line_names_whom_the_proxy_saw() throws Exception {
        try (ConsoleFixture proxied =
                new ConsoleFixture(options -> options.audit(audit).behindProxy(true))) {
            proxied.sample.fill();
            Visitor browser = proxied.visitor().with("X-Forwarded-For", "10.9.9.9, 192.0.2.7");
            browser.press("/dead", "/change", "action", "retry", "state", "dead");
            assertThat(lines().getFirst()).containsEntry("from", "192.0.2.7 by 127.0.0.1");
        }
    }
}
