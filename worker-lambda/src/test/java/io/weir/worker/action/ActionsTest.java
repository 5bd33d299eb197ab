package io.weir.worker.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.worker.fakes.InMemoryBucket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ActionsTest {
    private static final ForeignFaults FAULTS = new ForeignFaults(System.err, Clock.systemUTC());

    private final List<String> performed = new ArrayList<>();

    /** Says at each event what it was configured with. */
    private final class Saying implements ActionProvider {
        @Override
        public String name() {
            return "say";
        }

        @Override
        public Action create(ConfigValue options) {
            options.onlyMembers("word");
            String word = options.at("word").string();
            return event -> performed.add(word);
        }
    }

    private static Sources sources(String actions) {
        return Sources.parse(
                "WEIR_SOURCES",
                "{\"s\": {\"scheme\": \"github\", \"secret\": \"env:X\", \"actions\": " + actions + "}}");
    }

    @Test
    void of_actionNamedTwice_isMadeForEachPlaceWithItsOwnOptionsInOrder() throws Exception {
        Sources sources = sources("[{\"say\": {\"word\": \"first\"}}, {\"say\": {\"word\": \"second\"}}]");
        List<Actions.Named> actions =
                Actions.of(sources, List.of(new Saying()), FAULTS).of(Objects.requireNonNull(sources.find("s")));

        for (Actions.Named action : actions) {
            action.perform(Events.webhook().build());
        }

        assertThat(performed).containsExactly("first", "second");
        assertThat(actions).extracting(Actions.Named::name).containsExactly("say", "say");
    }

    @Test
    void of_optionsThatAreMissing_namesTheirPathAtTheStart() {
        assertThatThrownBy(() -> Actions.of(sources("[\"say\"]"), List.of(new Saying()), FAULTS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES /s/actions/0/word: expected a non-empty string");
    }

    @Test
    void of_unknownAction_namesThePathAndWhatThereIs() {
        ActionProvider archive = new ArchiveProvider(new InMemoryBucket());
        assertThatThrownBy(() -> Actions.of(sources("[\"archive\", \"nope\"]"), List.of(archive), FAULTS))
                .hasMessage("WEIR_SOURCES /s/actions/1: expected one of the actions archive");
    }

    @Test
    void of_twoActionsOfOneName_areRefused() {
        ActionProvider archive = new ArchiveProvider(new InMemoryBucket());
        assertThatThrownBy(() -> Actions.of(sources("[\"archive\"]"), List.of(archive, archive), FAULTS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("two actions are called 'archive'");
    }

    @Test
    void of_whenThatIsNoPattern_namesItsPathAtTheStart() {
        assertThatThrownBy(() -> Actions.of(
                        sources("[{\"say\": {\"word\": \"x\", \"when\": {\"type\": [{\"prefx\": \"a\"}]}}}]"),
                        List.of(new Saying()),
                        FAULTS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES /s/actions/0/say/when: no event pattern: Unrecognized match type prefx");
    }
}
