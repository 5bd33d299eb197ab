package io.weir.cli.conformance.play;

import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import java.io.IOException;
import java.util.List;

/** A family of senders: how they make the request of a step. One thread uses it. */
public interface Family extends AutoCloseable {
    /** What {@code ${...}} stands for in a play, of which {@link Texts#CASE} is this marker. */
    default Texts texts(String marker) {
        return Texts.of(marker);
    }

    /**
     * The request of a step that is no repetition, signed as the step says, before its changes. Where a step has no body, it
     * looks as a genuine event of the family does, and holds the marker. {@link Step#GENUINE} is how the barrier is made.
     *
     * @throws CannotPlayException if this family, or what it was given, cannot make such a request
     */
    Outgoing prepare(Step step, Texts texts) throws IOException, CannotPlayException;

    /** The family's own headers behind {@code {signature}}, {@code {time}} or {@code {id}}; none if it has none. */
    List<String> headers(String placeholder);

    /**
     * What a receiver has fetched.
     *
     * @param urls for that case
     * @param fault what is wrong with it, or the empty text
     */
    record Fetched(List<String> urls, String fault) {
        /** Nothing. */
        public static final Fetched NOTHING = new Fetched(List.of(), "");

        public Fetched {
            urls = List.copyOf(urls);
        }
    }

    /** What was fetched for the play of a marker by now; asked when all are played, so that late fetches count. */
    default Fetched fetched(String marker) {
        return Fetched.NOTHING;
    }

    /** Why no event can be believed, so that only refusals can be judged; the empty text if events can. */
    default String unbelieved() {
        return "";
    }

    @Override
    default void close() throws IOException {}
}
