package io.weir.worker;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the action {@code email} sends. */
public sealed interface Mail {
    /**
     * By Amazon SES.
     *
     * @param from {@code WEIR_MAIL_FROM}: a verified identity
     * @param to {@code WEIR_MAIL_TO}: addresses separated by commas
     */
    record Ses(String from, List<String> to) implements Mail {
        /** Makes the list its own. */
        public Ses {
            to = List.copyOf(to);
        }
    }

    /**
     * By a topic of Amazon SNS, whose subscriptions are the recipients.
     *
     * @param topicArn {@code WEIR_MAIL_TOPIC}
     */
    record Sns(String topicArn) implements Mail {}

    /**
     * Reads the environment.
     *
     * @return null if there is no mail
     * @throws ConfigurationException naming the variables and what was expected
     */
    static @Nullable Mail read(Environment environment, Sources sources) {
        String topic = environment.optional("WEIR_MAIL_TOPIC");
        String from = environment.optional("WEIR_MAIL_FROM");
        List<String> to = addresses(environment.optional("WEIR_MAIL_TO", ""));
        if (topic != null) {
            if (from != null || !to.isEmpty()) {
                throw new ConfigurationException(
                        "WEIR_MAIL_TOPIC: expected neither WEIR_MAIL_FROM nor WEIR_MAIL_TO beside it");
            }
            return new Sns(topic);
        }
        if ((from == null) == !to.isEmpty()) {
            throw new ConfigurationException("WEIR_MAIL_FROM and WEIR_MAIL_TO: expected both or none");
        }
        if (from == null) {
            demandNone(sources);
            return null;
        }
        return new Ses(from, to);
    }

    private static List<String> addresses(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static void demandNone(Sources sources) {
        for (Source source : sources.all()) {
            if (source.actions().stream().anyMatch(action -> action.name().equals("email"))) {
                throw new ConfigurationException(
                        "WEIR_MAIL_FROM and WEIR_MAIL_TO, or WEIR_MAIL_TOPIC: expected, since the source "
                                + source.name() + " has the action email");
            }
        }
    }
}
