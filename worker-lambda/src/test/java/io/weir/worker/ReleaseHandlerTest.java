package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.fakes.FakeContext;
import io.weir.worker.release.Functions;
import io.weir.worker.release.ReleaseFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseHandlerTest {
    private final List<String> calls = new ArrayList<>();
    private String state = "Active";

    private final ReleaseHandler handler = new ReleaseHandler(
            new Functions() {
                @Override
                public Version find(String function, String version) {
                    return new Version(state, "some reason");
                }

                @Override
                public String ping(String function, String version) {
                    calls.add("ping " + function + ":" + version);
                    return null;
                }

                @Override
                public List<String> versions(String function) {
                    return List.of("1", "2", "3");
                }

                @Override
                public Set<String> named(String function) {
                    return Set.of("2");
                }

                @Override
                public void delete(String function, String version) {
                    calls.add("delete " + function + ":" + version);
                }
            },
            Clock.systemUTC(),
            time -> {});

    private String handle(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FakeContext(900_000));
        return answer.toString(UTF_8);
    }

    @Test
    void release_answersWhatWasDone() throws Exception {
        assertThat(handle("{\"weir\":\"release\",\"function\":\"f\",\"versions\":[\"3\"],\"keep\":1}"))
                .isEqualTo("{\"function\":\"f\",\"released\":[\"3\"],\"deleted\":[\"1\"],\"note\":\"\"}");
        assertThat(calls).containsExactly("ping f:3", "delete f:1");
    }

    @Test
    void release_versionThatFailed_isAnErrorOfTheInvocation() {
        state = "Failed";
        assertThatThrownBy(() -> handle("{\"weir\":\"release\",\"function\":\"f\",\"versions\":[\"3\"],\"keep\":1}"))
                .isInstanceOf(ReleaseFailedException.class)
                .hasMessage("version 3 of f is not to be called: State Failed, StateReason some reason");
    }

    @Test
    void ping_callsWhatTheAliasesName() throws Exception {
        assertThat(handle("{\"weir\":\"ping\",\"functions\":[\"f\",\"g\"]}")).isEqualTo("{\"pinged\":[\"f\",\"g\"]}");
        assertThat(calls).containsExactly("ping f:2", "ping g:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"weir\":\"ping\"}",
                "{\"weir\":\"ping\",\"functions\":[]}",
                "{\"weir\":\"ping\",\"functions\":[7]}",
                "{\"weir\":\"release\",\"function\":\"f\",\"versions\":[],\"keep\":1}",
                "{\"weir\":\"release\",\"function\":\"f\",\"versions\":[\"3\"]}",
                "{\"weir\":\"release\",\"versions\":[\"3\"],\"keep\":1}",
                "{\"weir\":\"other\"}"
            })
    void anythingElse_isRefusedAndCallsNothing(String event) {
        assertThatThrownBy(() -> handle(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected {\"weir\":\"release\"");
        assertThat(calls).isEmpty();
    }
}
