package io.weir.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.Filter;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import io.weir.operations.kit.FakeSubject;
import io.weir.operations.kit.Statuses;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** status, ls and show. */
class LookCommandsTest {
    private final Stage stage = new Stage();

    private String bring(State state) {
        return stage.subject().bring(state, "orders", "hello");
    }

    @Test
    void status_onATerminal_tellsAllThatMatters() {
        bring(State.DEAD);
        stage.fake().status(Statuses.healthy());
        assertThat(stage.onTerminal().environment("NO_COLOR", "1").run("status"))
                .isZero();
        assertThat(stage.out())
                .contains(
                        "QUEUE",
                        "retry",
                        "SECRET",
                        "found",
                        "none needed",
                        "41 done 1 dead",
                        "POLLER",
                        "alive",
                        "70.0 GB")
                .containsPattern("dead +orders +1 .*action-http")
                .doesNotContain("\u001b");
    }

    @Test
    void status_ofTrouble_is1AndSaysWhat() {
        stage.fake().status(Statuses.troubled());
        assertThat(stage.onTerminal().run("status")).isEqualTo(1);
        assertThat(stage.out()).contains("DOWN", "LOST", "OPEN", "MISSING", "7 requests are dead");
    }

    @Test
    void status_inAPipe_isLinesThatSayOfWhatTheyTell() {
        bring(State.UNPROVEN);
        stage.fake().status(Statuses.healthy());
        assertThat(stage.run("status")).isZero();
        assertThat(stage.lines())
                .contains(
                        "weir\t0.1.0\tup",
                        "queue\tqueue\t3\t1\t2026-03-06T09:58:00Z",
                        "disk\t/srv/weir\t5000000\t70000000000\t100000000000")
                .anyMatch(line -> line.startsWith("stuck\tunproven\torders\t1\t"));
    }

    @Test
    void status_asJson_isOneObjectWithTheGroups() {
        bring(State.DEAD);
        stage.fake().status(Statuses.healthy());
        assertThat(stage.run("status", "--json")).isZero();
        assertThat(stage.json()).singleElement().satisfies(object -> {
            assertThat(object).containsEntry("isUp", true).containsKeys("queues", "sources", "breakers");
            assertThat((List<?>) object.get("groups")).hasSize(1);
        });
    }

    @Test
    void ls_inAPipe_isTabsWithoutHeader_newestFirst() {
        String first = bring(State.DONE);
        String second = bring(State.DEAD);
        assertThat(stage.run("ls")).isZero();
        assertThat(stage.lines())
                .containsExactly(
                        "2026-03-06T10:01:00Z\t" + second + "\tdead\torders\torder.paid\tevt-" + second
                                + "\t1\t16\taction-http\tthe target answered 500",
                        "2026-03-06T10:00:00Z\t" + first + "\tdone\torders\torder.paid\tevt-" + first + "\t1\t16\t\t");
        assertThat(stage.err()).isEmpty();
    }

    @Test
    void ls_onATerminal_isATableThatFits() {
        bring(State.DONE);
        String dead = bring(State.DEAD);
        assertThat(stage.onTerminal().environment("NO_COLOR", "1").width(90).run("ls"))
                .isZero();
        assertThat(stage.lines()).hasSize(3);
        assertThat(stage.lines().getFirst()).startsWith("RECEIVED");
        assertThat(stage.lines().get(1))
                .contains("2026-03-06 10:01:00", dead, "dead")
                .contains("\u2026");
        assertThat(stage.lines()).allMatch(line -> line.length() <= 90);
    }

    @Test
    void ls_withWideCharacters_keepsItsColumns() {
        stage.fake().receive(request("\u65e5\u672c\u65e5\u672c", "x"));
        bring(State.WAITING);
        stage.onTerminal().environment("NO_COLOR", "1").run("ls");
        assertThat(stage.lines().get(1)).contains("orders    -");
        assertThat(stage.lines().get(2)).contains("\u65e5\u672c\u65e5\u672c  -");
    }

    @Test
    void ls_coloursOnATerminalAlone_andNeverWithoutTheWord() {
        bring(State.DEAD);
        stage.run("ls");
        assertThat(stage.out()).doesNotContain("\u001b");
        stage.run("ls", "--json");
        assertThat(stage.out()).doesNotContain("\u001b");
        stage.onTerminal().run("ls");
        assertThat(stage.out()).contains("\u001b[31mdead\u001b[0m");
        stage.environment("NO_COLOR", "1").run("ls");
        assertThat(stage.out()).contains("dead").doesNotContain("\u001b");
        stage.environment("NO_COLOR", "").run("ls");
        assertThat(stage.out()).as("an empty NO_COLOR counts as none").contains("\u001b[31m");
    }

    @Test
    void ls_asJson_isOneObjectALineWithStableNames() {
        String id = bring(State.RETRYING);
        assertThat(stage.run("ls", "--json")).isZero();
        assertThat(stage.json()).singleElement().satisfies(one -> {
            assertThat(one.keySet())
                    .containsExactly(
                            "id",
                            "source",
                            "senderId",
                            "type",
                            "receivedAt",
                            "state",
                            "reason",
                            "detail",
                            "until",
                            "attempts",
                            "proven",
                            "bytes",
                            "replayOf",
                            "updatedAt");
            assertThat(one)
                    .containsEntry("id", id)
                    .containsEntry("state", "retrying")
                    .containsEntry("proven", true);
            assertThat(one.get("until")).isEqualTo("2026-03-06T10:01:31Z");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "--dead, DEAD",
        "--waiting, WAITING",
        "--retrying, RETRYING",
        "--rejected, REJECTED",
        "--unproven, UNPROVEN",
        "--done, DONE",
        "--filtered, FILTERED"
    })
    void ls_withAState_hasNoOther(String option, State state) {
        for (State each : stage.subject().states()) {
            bring(each);
        }
        assertThat(stage.run("ls", option, "--json")).isZero();
        assertThat(stage.json())
                .singleElement()
                .satisfies(one -> assertThat(one).containsEntry("state", state.text()));
        stage.run("ls", "--dead", "--done", "--json");
        assertThat(stage.json()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--source=billing, 1",
        "--source=orders, 4",
        "--reason=action-*, 2",
        "--reason=action, 0",
        "--since=2026-03-06T10:02:00Z, 3",
        "--since=118m, 3",
        "--since=1s, 0",
        "--until=2026-03-06T10:01:00Z, 1",
        "--until=2026-03-06T12:01:00+02:00, 1",
        "--until=2026-03-06, 0",
        "--id=01J0000003, 1",
        "--id=01j0000003, 1",
        "--id=01J000, 5",
        "--id=01J00, 0",
        "--type=order.paid, 3",
        "--type=order, 0",
        "--grep=HELLO, 4",
        "--limit=2, 2"
    })
    void ls_withAFilter_listsWhatItAdmits(String option, int count) {
        stage.subject().bring(State.DONE, "billing", "other");
        bring(State.DEAD);
        bring(State.RETRYING);
        bring(State.REJECTED);
        bring(State.WAITING);
        assertThat(stage.run("ls", option)).isZero();
        assertThat(stage.lines()).hasSize(count);
        assertThat(stage.err().contains("no request matches")).isEqualTo(count == 0);
    }

    @Test
    void ls_ofASendersId_andOfSeveralSources_findsThem() {
        String id = bring(State.DONE);
        stage.subject().bring(State.DONE, "billing", "other");
        stage.run("ls", "--id", "evt-" + id);
        assertThat(stage.lines()).hasSize(1);
        stage.run("ls", "--source", "orders", "--source", "billing", "--source", "none");
        assertThat(stage.lines()).hasSize(2);
    }

    /** A text is looked for in a hundred requests a page: most pages are empty, and there are more. */
    @Test
    void ls_withATextThatIsFarBack_goesOnOverEmptyPages() {
        stage.subject().bring(State.DONE, "orders", "needle");
        for (int i = 0; i < 350; i++) {
            bring(State.DONE);
        }
        assertThat(stage.run("ls", "--grep", "needle")).isZero();
        assertThat(stage.lines()).hasSize(1);
    }

    @Test
    void ls_withoutLimit_is50_andALimitBeyondAPage_isRead() {
        for (int i = 0; i < 1203; i++) {
            bring(State.DONE);
        }
        stage.run("ls");
        assertThat(stage.lines()).hasSize(50);
        stage.run("ls", "--limit", "1100");
        assertThat(stage.lines()).hasSize(1100).doesNotHaveDuplicates();
        stage.run("ls", "--limit", "100000");
        assertThat(stage.lines()).hasSize(1203).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--limit=0",
                "--limit=100001",
                "--limit=-1",
                "--limit=x",
                "--since=yesterday",
                "--until=2026-13-01",
                "--since=",
                "--since=99999999999d",
                "--id=",
                "--grep=",
                "--nothing",
                "word",
                "--region=eu-central-1"
            })
    void ls_withWrongUsage_is2AndSaysWhat(String option) {
        assertThat(stage.run("ls", option)).isEqualTo(2);
        assertThat(stage.out()).isEmpty();
        assertThat(stage.err()).isNotBlank().doesNotContain("\tat ", "Exception");
    }

    @Test
    void ls_byGroup_counts() {
        bring(State.DEAD);
        bring(State.DEAD);
        bring(State.DONE);
        assertThat(stage.run("ls", "--group")).isZero();
        assertThat(stage.lines())
                .containsExactly(
                        "2\tdead\torders\taction-http\tthe target answered #\t2026-03-06T10:00:00Z\t2026-03-06T10:01:00Z",
                        "1\tdone\torders\t\t\t2026-03-06T10:02:00Z\t2026-03-06T10:02:00Z");
        stage.run("ls", "--group", "--json", "--dead");
        assertThat(stage.json())
                .singleElement()
                .satisfies(group -> assertThat(group)
                        .containsEntry("count", BigDecimal.valueOf(2))
                        .containsEntry("state", "dead"));
        stage.onTerminal().run("ls", "--group");
        assertThat(stage.out()).contains("COUNT", "2026-03-06 10:01:00");
    }

    @Test
    void anyCommand_whereNothingAnswers_is3WithOneSentence() {
        String[][] commands = {
            {"status"},
            {"ls"},
            {"show", "01J000"},
            {"tail"},
            {"retry", "--all", "-y"},
            {"replay", "--all", "-y"},
            {"rm", "--all", "-y"},
            {"purge", "--all", "-y"},
            {"listen", "--source", "orders", "--to", "http://localhost:1"}
        };
        for (String[] command : commands) {
            String[] elsewhere = java.util.Arrays.copyOf(command, command.length + 1);
            elsewhere[command.length] = "--data=/srv/none";
            assertThat(stage.run(elsewhere)).as(command[0]).isEqualTo(3);
            assertThat(stage.err()).isEqualTo("weir: no weir runs on /srv/none\n");
            assertThat(stage.out()).isEmpty();
        }
    }

    @Test
    void ls_whenTheConnectionBreaks_is3_andWhenItCannotBeDone_1() {
        stage.fake().trouble(new IOException("the disk is full"));
        assertThat(stage.run("ls")).isEqualTo(3);
        assertThat(stage.err()).isEqualTo("weir: the disk is full\n");
        stage.fake().trouble(new OperationsException("not on this machine"));
        assertThat(stage.run("ls")).isEqualTo(1);
        assertThat(stage.err()).isEqualTo("weir: not on this machine\n");
    }

    @Test
    void thePlace_isARunningWeir_elseTheFolder_orADeployment() {
        stage.run("ls");
        assertThat(stage.err()).doesNotContain("opened");
        stage.noneRuns();
        stage.run("ls");
        assertThat(stage.err()).contains("opened the folder");
        stage.run("ls", "--aws", "weir");
        assertThat(stage.err()).contains("opened weir in null");
        stage.run("ls", "--aws", "weir", "--region", "eu-central-1");
        assertThat(stage.err()).contains("opened weir in eu-central-1");
        assertThat(stage.run("ls", "--aws", "weir", "--data", "/srv/weir")).isEqualTo(2);
    }

    @Test
    void show_ofADeadOne_tellsItsWayAndWhatToDoNext() {
        String id = bring(State.DEAD);
        assertThat(stage.onTerminal().environment("NO_COLOR", "1").run("show", id))
                .isZero();
        assertThat(stage.out())
                .contains(
                        id,
                        "dead",
                        "order.paid",
                        "evt-" + id,
                        "action-http",
                        "the target answered 500",
                        "http failed 41 ms")
                .contains("2026-03-06 10:00:01", "+1 s", "52 ms", "16 bytes, in its message on the queue")
                .contains("fix the target of the action http, then: weir retry " + id);
    }

    @Test
    void show_ofAPlaceBeyondTheDefault_namesItInTheNextStep() {
        String id = bring(State.DEAD);
        stage.run("show", id, "--aws", "weir", "--region", "eu-central-1");
        assertThat(stage.out()).contains("weir retry " + id + " --aws weir --region eu-central-1");
        stage.run("show", id, "--data", "/srv/weir");
        assertThat(stage.out()).contains("weir retry " + id + " --data /srv/weir");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"RUNNING", "REMOVED"},
            mode = EnumSource.Mode.EXCLUDE)
    void show_ofEachState_saysWhatToDoNext(State state) {
        String id = bring(state);
        assertThat(stage.run("show", id)).isZero();
        String next = stage.lines().getLast();
        String expected = switch (state) {
            case WAITING -> "weir tail";
            case RETRYING, DEAD, UNPROVEN -> "weir retry " + id;
            case DONE -> "weir replay " + id;
            case REJECTED -> "weir explain says what was signed. Put it right, then: weir retry --rejected --id " + id;
            case DUPLICATE -> "processed before";
            default -> "weir replay --filtered " + id;
        };
        assertThat(next).startsWith("next\t").contains(expected);
        stage.fake().forgetBody(id);
        stage.run("show", id);
        assertThat(stage.lines().getLast().contains("its sender must send it again"))
                .isEqualTo(state == State.DEAD || state == State.UNPROVEN || state == State.REJECTED);
    }

    @Test
    void show_inAPipe_isTabs() {
        String id = bring(State.DEAD);
        stage.run("show", id);
        assertThat(stage.lines())
                .contains("id\t" + id, "state\tdead", "sender-id\tevt-" + id, "replay-of\t", "proven\tyes")
                .contains(
                        "step\t2026-03-06T10:00:01Z\t1000\tDead\t52\taction-http\thttp failed 41 ms\tthe target answered 500");
    }

    @Test
    void show_byAPrefixOrTheSendersId_findsIt_andAnAmbiguousOneIsSaidSo() {
        String id = bring(State.DONE);
        String other = bring(State.DONE);
        assertThat(stage.run("show", id.substring(0, 12).toLowerCase(java.util.Locale.ROOT)))
                .isZero();
        assertThat(stage.out()).contains(id);
        assertThat(stage.run("show", "evt-" + id)).isZero();
        assertThat(stage.run("show", id.substring(0, 6))).isEqualTo(1);
        assertThat(stage.err()).contains(id, other);
        assertThat(stage.out()).isEmpty();
        assertThat(stage.run("show", "01ZZZZ")).isEqualTo(1);
        assertThat(stage.err()).isEqualTo("weir: no request has this id\n");
        assertThat(stage.run("show", "01J")).isEqualTo(1);
        assertThat(stage.err()).contains("6 characters");
        assertThat(stage.run("show", "")).isEqualTo(2);
        assertThat(stage.run("show")).isEqualTo(2);
    }

    private static ReceivedRequest request(String source, String body) {
        return new ReceivedRequest(
                source,
                Instant.parse("2026-03-06T10:00:00Z"),
                "POST",
                "https://in.example/orders?token=s3cr3t",
                Map.of("x-hub-signature-256", "sha256=s3cr3t", "accept", "*/*", "authorization", "Bearer s3cr3t"),
                body.getBytes(UTF_8));
    }

    @Test
    void show_withHeaders_blanksWhatProvesTheSender() {
        String id = stage.fake().receive(request("orders", "{}"));
        for (boolean isPeople : new boolean[] {false, true}) {
            if (isPeople) {
                stage.onTerminal();
            }
            assertThat(stage.run("show", id, "--headers")).isZero();
            assertThat(stage.out())
                    .contains(
                            "POST https://in.example/orders?token=[blanked]",
                            "x-hub-signature-256: [blanked]",
                            "accept: */*")
                    .doesNotContain("s3cr3t");
            assertThat(stage.run("show", id, "--headers", "--json")).isZero();
            assertThat(stage.out()).doesNotContain("s3cr3t");
            assertThat(stage.json().getFirst()).containsEntry("method", "POST").containsKey("request");
        }
    }

    @Test
    void show_body_isItsBytesInAPipe_andEscapedAndBlankedOnATerminal() {
        String body = "{\"Token\":\"s3cr3t\"}\n\t\u001b[2J\u202e\u0000";
        String id = stage.fake().receive(request("orders", body));
        assertThat(stage.run("show", id, "--body")).isZero();
        assertThat(stage.bytes()).isEqualTo(body.getBytes(UTF_8));
        assertThat(stage.onTerminal().run("show", id, "--body")).isZero();
        assertThat(stage.out())
                .isEqualTo("{\"Token\": \"[blanked]\"}\n\t\\u001b[2J\\u202e\\u0000" + System.lineSeparator());
    }

    @Test
    void show_bodyThatIsNoText_isItsBytesInAPipe() {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        String id = stage.fake()
                .receive(new ReceivedRequest("orders", Instant.EPOCH, "POST", "https://h/", Map.of(), body));
        stage.run("show", id, "--body");
        assertThat(stage.bytes()).isEqualTo(body);
    }

    @Test
    void show_bodyThatIsGone_is1() {
        String id = bring(State.DONE);
        stage.fake().forgetBody(id);
        assertThat(stage.run("show", id, "--body")).isEqualTo(1);
        assertThat(stage.bytes()).isEmpty();
        assertThat(stage.err()).contains("kept nowhere");
        assertThat(stage.run("show", id)).isZero();
    }

    /** What strangers write into every field that they can reach. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b[H",
                "\u001b]0;title\u0007",
                "\u009b31m",
                "a\rb",
                "a\nb",
                "a\tb",
                "\u202egnp.exe",
                "\u2066x\u2069",
                "\u200bzero",
                "\u0000",
                "\b\b\b",
                "\u2028",
                "<script>alert(1)</script>",
                "\u001b]8;;http://evil\u0007x"
            })
    void anyField_ofAStranger_movesNothingAnywhere(String odd) throws Exception {
        ReceivedRequest request = new ReceivedRequest(
                "orders",
                Instant.parse("2026-03-06T10:00:00Z"),
                "POST" + odd,
                "https://h/" + odd,
                Map.of("x-odd", odd),
                odd.getBytes(UTF_8));
        String id = stage.fake().receive(request);
        io.weir.operations.AttemptSummary dead = FakeSubject.attempt(State.DEAD, Instant.parse("2026-03-06T10:00:01Z"));
        io.weir.operations.AttemptSummary attempt = new io.weir.operations.AttemptSummary(
                dead.at(), dead.outcome(), null, "action-" + odd, odd, odd, dead.duration(), null, dead.steps());
        stage.fake().settle(id, State.DEAD, attempt, "id" + odd, "type" + odd);
        for (int i = 0; i < 2; i++) {
            stage.environment("NO_COLOR", "1");
            for (String[] command : new String[][] {
                {"ls"},
                {"ls", "--json"},
                {"ls", "--group"},
                {"show", id, "--headers"},
                {"show", id, "--headers", "--json"},
                {"status"}
            }) {
                stage.run(command);
                assertThat(stage.out()
                                .replace(System.lineSeparator(), "")
                                .replace("\t", "")
                                .codePoints())
                        .as(String.join(" ", command))
                        .allMatch(point -> switch (Character.getType(point)) {
                            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR -> false;
                            default -> true;
                        });
            }
            stage.run("ls");
            assertThat(stage.lines()).hasSize(i + 1);
            stage.onTerminal().width(300);
        }
        assertThat(Objects.requireNonNull(stage.fake().show(id)).request().type())
                .isEqualTo("type" + odd);
        assertThat(stage.fake().list(Filter.ALL, null, 5).requests()).hasSize(1);
    }
}
