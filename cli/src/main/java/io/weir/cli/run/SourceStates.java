package io.weir.cli.run;

import io.weir.cli.input.GivenSecret;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How each source stands at the start: where senders reach it, and whether its secret is there. */
public final class SourceStates {
    private final List<String> lines = new ArrayList<>();
    private int missing;

    private SourceStates() {}

    /**
     * Looks at each source.
     *
     * @param url of the door, without a slash at its end
     * @param environment the value of a variable, or null
     */
    public static SourceStates of(Sources sources, String url, Function<String, @Nullable String> environment) {
        SourceStates states = new SourceStates();
        for (Source source : sources.all()) {
            String seen = source.url() == null
                    ? url + "/" + source.name()
                    : source.url().text();
            states.lines.add("POST " + seen + "  " + states.secret(source, environment));
        }
        return states;
    }

    private String secret(Source source, Function<String, @Nullable String> environment) {
        SecretReference reference = source.secret();
        if (reference == null) {
            return "signed by SNS";
        }
        if (reference instanceof SecretReference.SecretsManagerSecret) {
            return "secret in Secrets Manager, read at the first request";
        }
        String fault = GivenSecret.of(reference, environment, null).fault();
        if (fault == null) {
            return "secret found";
        }
        missing++;
        return "secret MISSING: " + fault;
    }

    /** A line a source. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many sources lack their secret: nothing that comes for them can be proven. */
    public int missing() {
        return missing;
    }

    /** What is to be said beside "ready"; empty if nothing is. */
    public String summary() {
        return missing == 0
                ? ""
                : missing + " of " + lines.size()
                        + (missing == 1 ? " sources lacks its secret" : " sources lack their secrets");
    }
}
