package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.ActionReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The configured actions of each source. Immutable. */
public final class Actions {
    private final Map<String, List<Action>> bySource;

    private Actions(Map<String, List<Action>> bySource) {
        this.bySource = bySource;
    }

    /**
     * Resolves and configures what the sources name.
     *
     * @param available all actions; two of one name are refused
     * @throws ConfigurationException naming the path of an action that does not exist or whose options are wrong
     */
    public static Actions of(Sources sources, Iterable<Action> available) {
        Map<String, Action> byName = new LinkedHashMap<>();
        for (Action action : available) {
            if (byName.put(action.name(), action) != null) {
                throw new ConfigurationException("two actions are called '" + action.name() + "'");
            }
        }
        Map<String, List<Action>> bySource = new HashMap<>();
        for (Source source : sources.all()) {
            List<Action> actions = new ArrayList<>();
            for (ActionReference reference : source.actions()) {
                Action action = byName.get(reference.name());
                if (action == null) {
                    throw reference
                            .options()
                            .expected("one of the actions " + String.join(", ", new TreeSet<>(byName.keySet())));
                }
                actions.add(action.configure(reference.options()));
            }
            bySource.put(source.name(), List.copyOf(actions));
        }
        return new Actions(bySource);
    }

    /** The actions of a source, in the order in which they are performed. */
    public List<Action> of(Source source) {
        return bySource.getOrDefault(source.name(), List.of());
    }
}
