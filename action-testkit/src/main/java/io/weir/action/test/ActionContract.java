package io.weir.action.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every action must do. A test of an action extends this class; what {@link #action()} gives must be able to perform
 * the events of {@link Events}.
 */
public abstract class ActionContract {
    /** The action under test, configured, with its downstream up. */
    protected abstract Action action();

    @Test
    void name_isAWordThatASourceCanWrite() {
        assertThat(action().name()).matches("[a-z][a-z0-9-]{0,63}");
    }

    @Test
    void serviceLoader_findsAnActionOfThisName() {
        List<String> found = new ArrayList<>();
        ServiceLoader.load(Action.class).forEach(one -> found.add(one.name()));
        assertThat(found).contains(action().name());
    }

    @Test
    void configure_unknownOption_isRefusedWithItsPath() {
        ConfigValue options = new ConfigValue("/s/actions/0", Map.of("no such option", "x"));
        assertThatThrownBy(() -> action().configure(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/actions/0");
    }

    @Test
    void perform_event_leavesItsBodyAsItIs() throws Exception {
        Event event = Events.webhook("1", "{\"a\":1}");
        byte[] before = event.body().clone();
        action().perform(event);
        assertThat(event.body()).isEqualTo(before);
    }

    @Test
    void perform_emptyBody_isNoFault() throws Exception {
        action().perform(Events.webhook("1", ""));
    }

    @Test
    void perform_sameEventAgain_isNoFault() throws Exception {
        Action action = action();
        action.perform(Events.webhook("1", "{}"));
        action.perform(Events.webhook("1", "{}"));
    }

    @Test
    void perform_manyAtOnce_isNoFault() throws Exception {
        Action action = action();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                Event event = Events.webhook("id-" + i, "{}");
                all.add(threads.submit(() -> {
                    action.perform(event);
                    return null;
                }));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }
    }
}
