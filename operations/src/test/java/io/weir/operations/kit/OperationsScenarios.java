package io.weir.operations.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what any making of the operations must do. A subclass says which one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OperationsScenarios {
    /** A new subject, or one that others use, too, and whose end does nothing. */
    protected abstract Subject subject() throws Exception;

    /** All rows of the table that this subject is able to play. */
    Stream<Scenario> scenarios() throws Exception {
        List<Scenario> all = new ArrayList<>(LookScenarios.all());
        all.addAll(ChangeScenarios.all());
        all.addAll(PurgeAndWatchScenarios.all());
        try (Subject subject = subject()) {
            return all.stream()
                    .filter(scenario -> subject.abilities().containsAll(scenario.abilities()))
                    .filter(scenario -> subject.states().containsAll(scenario.states()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void holds(Scenario scenario) throws Exception {
        try (Subject subject = subject()) {
            scenario.check().of(new World(subject));
        }
    }

    @Test
    void eachScenario_hasANameOfItsOwn() throws Exception {
        assertThat(scenarios().map(Scenario::name)).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }
}
