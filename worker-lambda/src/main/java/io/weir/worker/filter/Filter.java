package io.weir.worker.filter;

import io.weir.action.Event;
import io.weir.config.ConfigValue;
import java.time.Instant;
import software.amazon.event.ruler.Machine;

/**
 * Tells by a pattern of EventBridge which events an action is performed for. Immutable and thread-safe.
 *
 * <p>A pattern sees one object: {@code source}, {@code type} (left out if the sender gives none), {@code id}, {@code headers}
 * by lower-case name, {@code sns} with {@code topicArn}, {@code subject} and {@code message}, and {@code body}, which is left
 * out if it is no JSON. Semantics: <a href="https://github.com/aws/event-ruler">event-ruler</a>.
 */
public final class Filter {
    /**
     * Up to here the library's first finder is asked, which throws at a fault, but keeps a list of all its steps. Beyond it is
     * the second, which keeps none: an exception of its walk it would take for a no, though none is known.
     */
    private static final long FEW_STEPS = 1000;

    private final Paths paths;
    private final Machine throwing;
    private final Machine walking;

    private Filter(Paths paths, Machine throwing, Machine walking) {
        this.paths = paths;
        this.throwing = throwing;
        this.walking = walking;
    }

    /**
     * The filter of a pattern. It has matched an event once: what it needs is loaded.
     *
     * @throws io.weir.config.ConfigurationException naming the pattern's path and what is wrong with it
     */
    public static Filter of(ConfigValue when) {
        Pattern pattern = Pattern.parse(when);
        Filter filter = new Filter(pattern.paths(), pattern.machine(false), pattern.machine(true));
        try {
            filter.wants(Event.builder()
                    .source("sample")
                    .id("sample")
                    .receivedAt(Instant.EPOCH)
                    .body("{}")
                    .build());
        } catch (UnfilterableException e) {
            throw when.expected("a pattern that can be matched: " + e.getMessage());
        }
        return filter;
    }

    /**
     * Whether the event fits the pattern.
     *
     * @throws UnfilterableException if that cannot be told: what the pattern looks at is ambiguous or too much, or the library
     *     fails
     */
    @SuppressWarnings("CatchingUnchecked") // of a library's faults none may be taken for a yes or a no
    public boolean wants(Event event) throws UnfilterableException {
        Offer offer = Offer.of(event, paths);
        try {
            Machine machine = offer.steps() <= FEW_STEPS ? throwing : walking;
            return !machine.rulesForJSONEvent(offer.json()).isEmpty();
        } catch (Exception | StackOverflowError e) {
            throw new UnfilterableException(
                    "the event cannot be matched with the pattern: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }
}
