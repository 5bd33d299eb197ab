package io.weir.worker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.test.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    private static final Functions.Version ACTIVE = new Functions.Version("Active", "");
    private static final Functions.Version PENDING = new Functions.Version("Pending", "The function is being created.");
    private static final Functions.Version INACTIVE = new Functions.Version("Inactive", "The function is idle.");
    private static final Functions.Version FAILED =
            new Functions.Version("Failed", "Function failed to start: WEIR_SOURCES");

    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final Lambda lambda = new Lambda();
    private final List<String> calls = new ArrayList<>();
    private final Release release = new Release(lambda, clock, clock::advance, Duration.ofMinutes(10));

    /** Lambda, as far as it is asked; time passes while nobody asks. */
    private final class Lambda implements Functions {
        private final Map<String, List<Object>> states = new HashMap<>();
        private final Map<String, List<Object>> answers = new HashMap<>();
        private final Map<String, Set<String>> named = new TreeMap<>();
        private List<String> versions = List.of();
        private String refusesToDelete = "";

        /** What is said each time; the last is said from then on. */
        private static <T> Object next(Map<String, List<Object>> said, String key, T otherwise) throws IOException {
            List<Object> left = said.computeIfAbsent(key, name -> new ArrayList<>(Arrays.asList((Object) otherwise)));
            Object next = left.size() > 1 ? left.removeFirst() : left.getFirst();
            if (next instanceof IOException fault) {
                throw fault;
            }
            return next;
        }

        void states(String name, Object... said) {
            states.put(name, new ArrayList<>(Arrays.asList(said)));
        }

        void answers(String name, Object... said) {
            answers.put(name, new ArrayList<>(Arrays.asList(said)));
        }

        @Override
        public Version find(String function, String version) throws IOException {
            calls.add("find " + function + ":" + version);
            return (Version) next(states, function + ":" + version, null);
        }

        @Override
        public String ping(String function, String version) throws IOException {
            calls.add("ping " + function + ":" + version);
            return (String) next(answers, function + ":" + version, null);
        }

        @Override
        public List<String> versions(String function) {
            return versions;
        }

        @Override
        public Set<String> named(String function) throws IOException {
            if (!named.containsKey(function)) {
                throw new IOException("no such function");
            }
            return named.get(function);
        }

        @Override
        public void delete(String function, String version) throws IOException {
            if (version.equals(refusesToDelete)) {
                throw new IOException("not authorized");
            }
            calls.add("delete " + function + ":" + version);
        }
    }

    private Release.Result released(int keep, String... versions) throws InterruptedException {
        return release.release("f", List.of(versions), keep);
    }

    @Test
    void release_versionWhoseStartFailed_saysStateAndReasonAndIsNotCalled() {
        lambda.states("f:12", PENDING, PENDING, FAILED);
        assertThatThrownBy(() -> released(5, "12"))
                .isInstanceOf(ReleaseFailedException.class)
                .hasMessage(
                        "version 12 of f is not to be called: State Failed, StateReason Function failed to start: WEIR_SOURCES");
        assertThat(calls).noneMatch(call -> call.startsWith("ping"));
    }

    @Test
    void release_pendingVersion_isWaitedForThenCalled() throws Exception {
        lambda.states("f:12", PENDING, PENDING, PENDING, ACTIVE);
        lambda.named.put("f", Set.of("11"));
        assertThat(released(5, "12").released()).containsExactly("12");
        assertThat(calls).containsExactly("find f:12", "find f:12", "find f:12", "find f:12", "ping f:12");
    }

    @Test
    void release_versionThatStaysPending_endsWithWhatLambdaSays() {
        lambda.states("f:12", PENDING);
        assertThatThrownBy(() -> released(5, "12"))
                .hasMessage(
                        "version 12 of f is not active yet: State Pending, StateReason The function is being created.");
        assertThat(clock.instant()).isBetween(Instant.EPOCH.plusSeconds(590), Instant.EPOCH.plusSeconds(600));
    }

    /** As an earlier version is that nobody has called for 14 days: its first call fails, and wakes it. */
    @Test
    void release_inactiveVersion_isWokenOnceAndWaitedFor() throws Exception {
        lambda.states("f:7", INACTIVE, INACTIVE, PENDING, ACTIVE);
        lambda.answers("f:7", new IOException("ResourceNotReady"), null);
        lambda.named.put("f", Set.of("7"));
        released(5, "7");
        assertThat(calls).containsExactly("find f:7", "ping f:7", "find f:7", "find f:7", "find f:7", "ping f:7");
    }

    @Test
    void release_activeVersionWhoseCallsFail_isNotReleased() {
        lambda.states("f:12", ACTIVE);
        lambda.answers("f:12", "Unhandled {\"errorMessage\":\"no\"}");
        assertThatThrownBy(() -> released(5, "12"))
                .hasMessage("version 12 of f is active, and its calls fail: Unhandled {\"errorMessage\":\"no\"}");
        assertThat(calls.stream().filter(call -> call.startsWith("ping"))).hasSize(Release.PINGS);
    }

    @Test
    void release_callThatFailsOnce_isRepeated() throws Exception {
        lambda.states("f:12", ACTIVE);
        lambda.answers("f:12", "Unhandled", new IOException("429"), null);
        lambda.named.put("f", Set.of());
        assertThat(released(5, "12").released()).containsExactly("12");
    }

    @Test
    void release_roleThatIsNotKnownYet_isAskedAgainForAWhile() throws Exception {
        lambda.states("f:12", new IOException("AccessDenied"), new IOException("AccessDenied"), ACTIVE);
        lambda.named.put("f", Set.of());
        assertThat(released(5, "12").released()).containsExactly("12");
    }

    @Test
    void release_roleThatMayNot_endsLongBeforeTheTimeIsUp() {
        lambda.states("f:12", new IOException("AccessDenied"));
        assertThatThrownBy(() -> released(5, "12")).hasMessage("version 12 of f cannot be asked: AccessDenied");
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plus(Release.FAULTS));
    }

    @Test
    void release_versionThatWasDeleted_saysWhichThereAre() {
        lambda.versions = List.of("8", "9");
        assertThatThrownBy(() -> released(5, "3")).hasMessage("f has no version 3: there are 8, 9");
    }

    @Test
    void release_ofTwoVersionsOneFails_deletesNothing() {
        lambda.versions = List.of("1", "2", "3");
        lambda.named.put("f", Set.of("2"));
        lambda.states("f:2", ACTIVE);
        lambda.states("f:3", FAILED);
        assertThatThrownBy(() -> released(0, "2", "3")).isInstanceOf(ReleaseFailedException.class);
        assertThat(calls).noneMatch(call -> call.startsWith("delete"));
    }

    /** 4 is live, 7 is a canary of another alias, 12 is about to be live; 10 and 11 are the newest beside it. */
    @Test
    void release_oldVersions_goButForTheNewestAndWhatAnAliasNames() throws Exception {
        lambda.versions = List.of("9", "10", "11", "12", "1", "4", "7");
        lambda.named.put("f", new HashSet<>(Set.of("4", "7")));
        lambda.states("f:12", ACTIVE);
        assertThat(released(3, "12")).isEqualTo(new Release.Result(List.of("12"), List.of("9", "1"), ""));
    }

    @Test
    void release_earlierVersionThatIsToBeLiveAgain_isKept() throws Exception {
        lambda.versions = List.of("1", "2", "3");
        lambda.named.put("f", Set.of("3"));
        lambda.states("f:1", ACTIVE);
        assertThat(released(1, "1").deleted()).containsExactly("2");
    }

    @Test
    void release_versionThatCannotBeDeleted_isNoFailure() throws Exception {
        lambda.versions = List.of("1", "2", "3");
        lambda.named.put("f", Set.of());
        lambda.refusesToDelete = "1";
        lambda.states("f:3", ACTIVE);
        assertThat(released(1, "3"))
                .isEqualTo(new Release.Result(
                        List.of("3"), List.of("2"), "old versions were not deleted: not authorized"));
    }

    @Test
    void release_aliasesThatCannotBeListed_deletesNothing() throws Exception {
        lambda.versions = List.of("1", "2", "3");
        lambda.states("f:3", ACTIVE);
        assertThat(released(0, "3").deleted()).isEmpty();
    }

    @Test
    void keepAwake_everyVersionThatAnAliasNames_isCalled() throws Exception {
        lambda.named.put("f", Set.of("4"));
        lambda.named.put("g", Set.of("7", "8"));
        for (String name : List.of("f:4", "g:7", "g:8")) {
            lambda.states(name, ACTIVE);
        }
        release.keepAwake(List.of("f", "g"));
        assertThat(calls).contains("ping f:4", "ping g:7", "ping g:8");
    }

    @Test
    void keepAwake_oneFunctionThatFails_keepsNoneOfTheOthersFromBeingCalled() {
        lambda.named.put("f", Set.of("4"));
        lambda.named.put("g", Set.of("7"));
        lambda.states("f:4", FAILED);
        lambda.states("g:7", ACTIVE);
        assertThatThrownBy(() -> release.keepAwake(List.of("f", "none", "g")))
                .isInstanceOf(ReleaseFailedException.class)
                .hasMessageContaining("version 4 of f is not to be called")
                .hasMessageContaining("none cannot be asked: no such function");
        assertThat(calls).contains("ping g:7");
    }
}
