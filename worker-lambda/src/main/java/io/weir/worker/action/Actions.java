package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.action.Event;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.ActionReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.worker.filter.Filter;
import io.weir.worker.filter.UnfilterableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The configured actions of each source. Immutable. */
public final class Actions {
    /**
     * A configured action.
     *
     * @param name its provider's, which failures give as their reason
     * @param retryFor how long it is tried again, or null for as long as the source says
     * @param filter which events it is performed for, or null for all
     */
    public record Named(
            String name,
            Action action,
            @Nullable Duration retryFor,
            @Nullable Filter filter) implements Action {
        /**
         * Whether it is to be performed for this event.
         *
         * @throws UnfilterableException if nobody can tell
         */
        public boolean wants(Event event) throws UnfilterableException {
            return filter == null || filter.wants(event);
        }

        @Override
        public void perform(Event event) throws Exception {
            action.perform(event);
        }

        /** Performs the action. Returns the key under which it keeps the body in the bucket, or null if it keeps none. */
        public @Nullable String performed(Event event) throws Exception {
            if (action instanceof Watched watched) {
                return watched.keep(event);
            }
            perform(event);
            return null;
        }
    }

    private final Map<String, List<Named>> bySource;

    private Actions(Map<String, List<Named>> bySource) {
        this.bySource = bySource;
    }

    /**
     * Makes the actions that the sources name.
     *
     * @param providers of all actions; two of one name are refused
     * @param faults is told of what an action is not meant to throw
     * @throws ConfigurationException naming the path of an action that does not exist or whose options are wrong
     */
    public static Actions of(Sources sources, Iterable<? extends ActionProvider> providers, ForeignFaults faults) {
        Map<String, ActionProvider> byName = new LinkedHashMap<>();
        for (ActionProvider provider : providers) {
            if (byName.put(provider.name(), provider) != null) {
                throw new ConfigurationException("two actions are called '" + provider.name() + "'");
            }
        }
        Map<String, List<Named>> bySource = new HashMap<>();
        for (Source source : sources.all()) {
            bySource.put(
                    source.name(),
                    source.actions().stream()
                            .map(reference -> create(reference, byName, faults))
                            .toList());
        }
        return new Actions(bySource);
    }

    private static Named create(ActionReference reference, Map<String, ActionProvider> byName, ForeignFaults faults) {
        ActionProvider provider = byName.get(reference.name());
        if (provider == null) {
            throw reference
                    .options()
                    .expected("one of the actions " + String.join(", ", new TreeSet<>(byName.keySet())));
        }
        Action action = new Watched(provider.name(), provider.create(reference.options()), faults);
        Filter filter = reference.when() == null ? null : Filter.of(reference.when());
        return new Named(provider.name(), action, reference.retryFor(), filter);
    }

    /** An action of which nothing is thrown unseen. */
    private record Watched(String name, Action action, ForeignFaults faults) implements Action {
        @Override
        public void perform(Event event) throws Exception {
            keep(event);
        }

        /** Performs it. Returns the key under which it keeps the body in the bucket, or null if it keeps none. */
        @SuppressWarnings("CatchingUnchecked") // it is thrown on, whatever it is
        @Nullable
        String keep(Event event) throws Exception {
            try {
                if (action instanceof ArchiveAction archive) {
                    return archive.keep(event);
                }
                action.perform(event);
                return null;
            } catch (Throwable e) {
                faults.report(name, e);
                throw e;
            }
        }
    }

    /** The actions of a source, in the order in which they are performed. */
    public List<Named> of(Source source) {
        return bySource.getOrDefault(source.name(), List.of());
    }
}
