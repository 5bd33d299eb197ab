package io.weir.cli.check;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.cli.input.NoBucket;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.source.ActionReference;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.Peers;
import io.weir.worker.WorkerConfig;
import io.weir.worker.WorkerHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts both functions of a deployment with each source, as their init does, and asks nobody: what keeps one from starting on AWS
 * is found here, for each source by itself. Not thread-safe.
 */
final class Rehearsal {
    private static final String MANAGED = "managed";

    /** In the place of the secret that Terraform makes. */
    private static final String MADE = "arn:aws:secretsmanager:us-east-1:000000000000:secret:managed";

    private static final String FOREIGN =
            ": expected \"managed\" or the ARN of a Secrets Manager secret; a function reads no files,"
                    + " and a secret in its environment would be in Terraform's state";

    private final String origin;
    private final List<ActionProvider> actions;

    /**
     * @param origin where the sources came from, for errors
     * @param actions those of the deployment's layers that are at hand
     * @param own names of those that are not
     */
    Rehearsal(String origin, List<ActionProvider> actions, List<String> own) {
        this.origin = origin;
        this.actions =
                Stream.concat(actions.stream(), own.stream().map(Unseen::new)).toList();
    }

    /** An action of which only the name is known: it refuses no options. */
    private record Unseen(String name) implements ActionProvider {
        @Override
        public Action create(ConfigValue options) {
            return event -> {
                throw new IllegalStateException("nothing is done");
            };
        }
    }

    /**
     * Starts the functions with each source.
     *
     * @param text the sources as Terraform is given them
     * @throws ConfigurationException if they are no JSON object with a source
     */
    List<Finding> of(String text) {
        Map<String, ?> tree;
        try {
            tree = Json.readObject(text);
        } catch (JsonException e) {
            throw new ConfigurationException(origin + ": " + e.getMessage());
        }
        if (tree.isEmpty()) {
            throw new ConfigurationException(origin + " /: expected at least one source");
        }
        List<Finding> findings = new ArrayList<>();
        tree.forEach((name, value) -> {
            try {
                findings.add(Finding.ok(name, started(name, value)));
            } catch (ConfigurationException e) {
                findings.add(Finding.error(name, String.valueOf(e.getMessage())));
            }
        });
        return findings;
    }

    private String started(String name, @Nullable Object value) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put(name, made(value));
        Sources sources = Sources.parse(origin, Json.write(one));
        Source source = sources.all().iterator().next();
        refuseForeignSecrets(source);
        IngestHandler.builder(sources, (message, group, trace) -> {
                    throw new IOException("nothing is sent");
                })
                .build();
        // What the deployment gives beside the sources is Terraform's to check.
        WorkerConfig config = WorkerConfig.builder(sources)
                .eventBus("default")
                .retention(SqsLimits.RETENTION)
                .build();
        config.checkRetries();
        new WorkerHandler(config, nobody());
        return source.actions().stream().map(ActionReference::name).collect(Collectors.joining(", "));
    }

    private static @Nullable Object made(@Nullable Object source) {
        if (source instanceof Map<?, ?> given && MANAGED.equals(given.get("secret"))) {
            Map<Object, @Nullable Object> made = new LinkedHashMap<>(given);
            made.put("secret", MADE);
            return made;
        }
        return source;
    }

    private void refuseForeignSecrets(Source source) {
        String path = origin + " /" + source.name() + "/secret";
        if (source.secret() != null && !(source.secret() instanceof SecretReference.SecretsManagerSecret)) {
            throw new ConfigurationException(path + FOREIGN);
        }
        for (ActionReference action : source.actions()) {
            ConfigValue secret = action.options().at("secret");
            if (action.name().equals("http")
                    && secret.isPresent()
                    && !(SecretReference.parse(secret) instanceof SecretReference.SecretsManagerSecret)) {
                throw new ConfigurationException(secret.path() + FOREIGN.replace("\"managed\" or ", ""));
            }
        }
    }

    /** Peers that a start does not ask for anything. */
    private Peers nobody() {
        return Peers.builder()
                .deadLetters((record, failure) -> {})
                .visibility(delays -> Map.of())
                .bucket(new NoBucket())
                .mailer((subject, mail) -> {})
                .bus((bus, source, detailType, detail, time) -> {})
                .http(allowed -> (url, headers, body, timeout) -> 0)
                .certificates((url, maxBytes) -> new byte[0])
                .subscriptions((topicArn, token) -> {
                    throw new IOException("nothing is asked");
                })
                .secrets((reference, fresh) -> {
                    throw new IOException("nothing is asked");
                })
                .clock(Clock.systemUTC())
                .actions(actions)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .build();
    }
}
