package io.weir.local;

import io.weir.operations.Operations;
import io.weir.operations.State;
import io.weir.operations.kit.OperationsScenarios;
import io.weir.operations.kit.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One machine does what the table of scenarios says; all of them share it. */
class LocalOperationsTest extends OperationsScenarios {
    private static LocalSubject shared;

    @BeforeAll
    static void open(@TempDir Path data) throws IOException {
        shared = new LocalSubject(data);
    }

    @AfterAll
    static void close() throws IOException {
        shared.close();
    }

    @Override
    protected Subject subject() {
        return new Subject() {
            @Override
            public Operations operations() {
                return shared.operations();
            }

            @Override
            public Set<Ability> abilities() {
                return shared.abilities();
            }

            @Override
            public Set<State> states() {
                return shared.states();
            }

            @Override
            public String source() {
                return shared.source();
            }

            @Override
            public String otherSource() {
                return shared.otherSource();
            }

            @Override
            public String bring(State state, String source, String text) throws Exception {
                return shared.bring(state, source, text);
            }

            @Override
            public void forgetBody(String id) throws Exception {
                shared.forgetBody(id);
            }

            @Override
            public void close() {
                // The others go on with it.
            }
        };
    }
}
