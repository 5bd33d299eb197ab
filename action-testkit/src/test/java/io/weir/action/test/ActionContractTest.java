package io.weir.action.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the contract, as a test of an action would, on good and bad actions. */
class ActionContractTest {
    private static TestExecutionSummary run(Class<? extends ActionContract> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        return summary.getSummary();
    }

    private static List<String> failures(Class<? extends ActionContract> test) {
        TestExecutionSummary summary = run(test);
        assertThat(summary.getTestsFoundCount()).isEqualTo(7);
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName())
                .toList();
    }

    @Test
    void contract_goodAction_passesWithEveryTest() {
        TestExecutionSummary summary = run(Good.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(7);
        assertThat(summary.getTotalFailureCount()).isZero();
    }

    @Test
    void contract_nameThatIsNoWord_fails() {
        assertThat(failures(WrongName.class)).containsExactly("name_isAWordThatASourceCanWrite()");
    }

    @Test
    void contract_providerThatIsNotNamedInServices_fails() {
        assertThat(failures(NotNamed.class)).containsExactly("serviceLoader_findsAProviderOfThisName()");
    }

    @Test
    void contract_unknownOptionAccepted_fails() {
        assertThat(failures(AnyOption.class)).containsExactly("create_unknownOption_isRefusedWithItsPath()");
    }

    @Test
    void contract_optionRefusedWithoutItsPath_fails() {
        assertThat(failures(NoPath.class)).containsExactly("create_unknownOption_isRefusedWithItsPath()");
    }

    @Test
    void contract_bodyChanged_fails() {
        assertThat(failures(BodyChanged.class)).containsExactly("perform_event_leavesItsBodyAsItIs()");
    }

    @Test
    void contract_emptyBodyThatIsAFault_fails() {
        assertThat(failures(NeedsBody.class)).containsExactly("perform_emptyBody_isNoFault()");
    }

    @Test
    void contract_secondTimeThatIsAFault_fails() {
        assertThat(failures(OnlyOnce.class))
                .containsExactlyInAnyOrder("perform_sameEventAgain_isNoFault()", "perform_manyAtOnce_isNoFault()");
    }

    @Test
    void options_thatTheActionNeeds_areGivenToIt() {
        assertThat(failures(WithOptions.class)).isEmpty();
    }

    /** A provider made of a name and what it does with options; the good one is named in META-INF/services. */
    private record Provider(String name, Maker maker) implements ActionProvider {
        @Override
        public Action create(ConfigValue options) {
            return maker.create(options);
        }
    }

    private interface Maker {
        Action create(ConfigValue options);
    }

    private static ActionProvider of(Action action) {
        return new Provider("good", options -> {
            options.onlyMembers();
            return action;
        });
    }

    static final class Good extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new GoodProvider();
        }
    }

    static final class WrongName extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new NoWordProvider();
        }
    }

    static final class NotNamed extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new Provider("not-named", new GoodProvider()::create);
        }
    }

    static final class AnyOption extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new Provider("good", options -> event -> {});
        }
    }

    static final class NoPath extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new Provider("good", options -> {
                new ConfigValue("", options.value()).onlyMembers();
                return event -> {};
            });
        }
    }

    static final class BodyChanged extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return of(event -> {
                if (event.body().length > 0) {
                    event.body()[0]++;
                }
            });
        }
    }

    static final class NeedsBody extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return of(event -> {
                if (event.body().length == 0) {
                    throw new IllegalStateException("no body");
                }
            });
        }
    }

    static final class OnlyOnce extends ActionContract {
        private final AtomicBoolean performed = new AtomicBoolean();

        @Override
        protected ActionProvider provider() {
            return of(event -> {
                if (performed.getAndSet(true)) {
                    throw new IllegalStateException("again");
                }
            });
        }
    }

    static final class WithOptions extends ActionContract {
        @Override
        protected ActionProvider provider() {
            return new Provider("good", options -> {
                options.onlyMembers("url");
                options.at("url").string();
                return event -> {};
            });
        }

        @Override
        protected Map<String, ?> options() {
            return Map.of("url", "https://example.com/");
        }
    }
}
