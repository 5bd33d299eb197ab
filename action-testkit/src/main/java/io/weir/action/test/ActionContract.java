package io.weir.action.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.action.Event;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every action must do. A test of an action extends this class; while it runs, what the action talks to must be up and
 * take the events of {@link Events}.
 */
public abstract class ActionContract {
    private static final String PATH = "WEIR_SOURCES /shop/actions/0";
    private static final String UNKNOWN = "noSuchOption";

    /** The provider under test. */
    protected abstract ActionProvider provider();

    /** Options with which the action works, as a source has them; a tree as JSON gives it. None unless overridden. */
    protected Map<String, ?> options() {
        return Map.of();
    }

    /** The action under test, made of {@link #options()}. */
    protected final Action action() {
        return provider().create(new ConfigValue(PATH, options()));
    }

    @Test
    void name_isAWordThatASourceCanWrite() {
        assertThat(provider().name()).matches("[a-z][a-z0-9-]{0,63}");
    }

    @Test
    void serviceLoader_findsAProviderOfThisName() {
        List<String> found = new ArrayList<>();
        ServiceLoader.load(ActionProvider.class).forEach(one -> found.add(one.name()));
        assertThat(found)
                .as("names in META-INF/services/" + ActionProvider.class.getName())
                .contains(provider().name());
    }

    @Test
    void create_unknownOption_isRefusedWithItsPath() {
        Map<String, Object> options = new HashMap<>(options());
        options.put(UNKNOWN, "x");
        assertThatThrownBy(() -> provider().create(new ConfigValue(PATH, options)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(PATH)
                .hasMessageContaining(UNKNOWN);
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
