package io.weir.worker;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worker's configuration, read once from the environment.
 *
 * @param sources {@code WEIR_SOURCES}
 * @param dlqUrl {@code WEIR_DLQ_URL}: where Dead goes
 * @param queueUrl {@code WEIR_QUEUE_URL}: whose visibility time-outs are changed
 * @param bucket {@code WEIR_BUCKET}
 * @param mailFrom {@code WEIR_MAIL_FROM}, or null if there is no mail
 * @param mailTo {@code WEIR_MAIL_TO}: addresses separated by commas
 * @param eventBus {@code WEIR_EVENT_BUS}: name or ARN of the bus of the action {@code eventbridge}, or null
 * @param table {@code WEIR_TABLE}: the DynamoDB table of claims, or null: then an event that comes twice is processed twice
 * @param processWhenTableIsDown {@code WEIR_TABLE_DOWN}: {@code retry} (false, the default) or {@code process}
 * @param retention {@code WEIR_QUEUE_RETENTION}: how long the queue keeps a message, ISO-8601; P4D if not given, as with SQS
 * @param maxReceiveCount {@code WEIR_MAX_RECEIVE_COUNT}, as the queue's redrive policy has it; 5 if not given
 * @param metricsNamespace {@code WEIR_METRICS_NAMESPACE}: CloudWatch namespace, one for each deployment; Weir if not given
 * @param version {@code AWS_LAMBDA_FUNCTION_VERSION}, for dead letters
 */
public record WorkerConfig(
        Sources sources,
        String queueUrl,
        String dlqUrl,
        String bucket,
        @Nullable String mailFrom,
        List<String> mailTo,
        @Nullable String eventBus,
        @Nullable String table,
        boolean processWhenTableIsDown,
        Duration retention,
        int maxReceiveCount,
        String metricsNamespace,
        String version) {
    /**
     * Reads the environment.
     *
     * @throws ConfigurationException naming the variable and what was expected
     */
    public static WorkerConfig read(Map<String, String> environment) {
        String mailFrom = environment.get("WEIR_MAIL_FROM");
        List<String> mailTo = Stream.of(
                        environment.getOrDefault("WEIR_MAIL_TO", "").split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        if ((mailFrom == null || mailFrom.isBlank()) == !mailTo.isEmpty()) {
            throw new ConfigurationException("WEIR_MAIL_FROM and WEIR_MAIL_TO: expected both or none");
        }
        Sources sources = Sources.parse("WEIR_SOURCES", required(environment, "WEIR_SOURCES"));
        checkMail(sources, mailTo);
        return new WorkerConfig(
                sources,
                required(environment, "WEIR_QUEUE_URL"),
                required(environment, "WEIR_DLQ_URL"),
                required(environment, "WEIR_BUCKET"),
                mailTo.isEmpty() ? null : mailFrom,
                mailTo,
                optional(environment, "WEIR_EVENT_BUS"),
                optional(environment, "WEIR_TABLE"),
                processWhenTableIsDown(environment.getOrDefault("WEIR_TABLE_DOWN", "retry")),
                new ConfigValue("WEIR_QUEUE_RETENTION", environment.getOrDefault("WEIR_QUEUE_RETENTION", "P4D"))
                        .duration(),
                count(environment.getOrDefault("WEIR_MAX_RECEIVE_COUNT", "5")),
                environment.getOrDefault("WEIR_METRICS_NAMESPACE", "Weir"),
                environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "local"));
    }

    private static void checkMail(Sources sources, List<String> mailTo) {
        for (Source source : sources.all()) {
            boolean mails =
                    source.actions().stream().anyMatch(action -> action.name().equals("email"));
            if (mails && mailTo.isEmpty()) {
                throw new ConfigurationException("WEIR_MAIL_FROM and WEIR_MAIL_TO: expected both, since the source "
                        + source.name() + " has the action email");
            }
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new ConfigurationException(name + ": expected a value, it is not set");
        }
        return value;
    }

    private static @Nullable String optional(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static boolean processWhenTableIsDown(String text) {
        return new ConfigValue("WEIR_TABLE_DOWN", text).oneOf(Map.of("retry", false, "process", true));
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= 1000) {
                return count;
            }
        } catch (NumberFormatException e) {
            // The error below.
        }
        throw new ConfigurationException("WEIR_MAX_RECEIVE_COUNT: expected a whole number from 1 to 1000");
    }
}
