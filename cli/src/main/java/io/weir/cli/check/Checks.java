package io.weir.cli.check;

import io.weir.action.ActionProvider;
import io.weir.envelope.source.ActionReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.secret.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at sources, one after the other, and at what they need. Sends nothing unless it was told to. Not thread-safe. */
public final class Checks {
    private static final Set<String> BUILT_IN = Set.of("archive", "email", "eventbridge", "http");

    private final Sources sources;
    private final SecretCheck secrets;
    private final boolean online;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> actions = new TreeSet<>(BUILT_IN);
    private boolean withSecrets = true;

    private Checks(Sources sources, SecretCheck secrets, boolean online) {
        this.sources = sources;
        this.secrets = secrets;
        this.online = online;
    }

    /**
     * Checks of these sources.
     *
     * @param environment the value of a variable, or null
     * @param manager where secrets of Secrets Manager are fetched, and targets are connected to; null: nothing is asked
     */
    public static Checks of(
            Sources sources, Function<String, @Nullable String> environment, @Nullable Secrets manager) {
        return new Checks(sources, new SecretCheck(environment, manager), manager != null);
    }

    /** Knows these actions beside the built-in ones. */
    public Checks withActions(Iterable<? extends ActionProvider> providers) {
        providers.forEach(provider -> actions.add(provider.name()));
        return this;
    }

    /** Leaves the sources' own secrets to who says them anyway. */
    public Checks withoutSecrets() {
        withSecrets = false;
        return this;
    }

    /** Looks at a data folder, too. */
    public Checks withFolder(Path folder) {
        findings.addAll(FolderCheck.of(folder));
        return this;
    }

    /** All that was found. */
    public List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        for (Source source : sources.all()) {
            if (source.secret() == null || withSecrets) {
                all.addAll(secrets.of(source));
            }
            for (ActionReference action : source.actions()) {
                if (action.name().equals("http")) {
                    all.addAll(new TargetCheck(secrets, online).of(source.name(), action.options()));
                } else if (!actions.contains(action.name())) {
                    all.add(Finding.error(
                            source.name(),
                            action.options().path() + ": there is no action " + action.name() + ", only "
                                    + String.join(", ", actions)));
                }
            }
        }
        all.addAll(findings);
        return all;
    }

    /** What is worse than ok. */
    public List<Finding> worse() {
        return all().stream()
                .filter(finding -> finding.level() != Finding.Level.OK)
                .toList();
    }
}
