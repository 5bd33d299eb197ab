package io.weir.cli.conformance.plan;

import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.Identity;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All cases, and which of them a scheme has. */
public final class Cases {
    private Cases() {}

    /**
     * Every case, by folder and id.
     *
     * @throws ConfigurationException if a file is not as it should be, or two have one id
     */
    public static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        Map<String, String> folders = new HashMap<>();
        CaseFiles.all().forEach((name, file) -> {
            int slash = name.indexOf('/');
            if (slash < 0) {
                throw new ConfigurationException(name + ".json: expected a folder around it");
            }
            Case each = CaseParser.parse(name.substring(0, slash), name.substring(slash + 1), file);
            String other = folders.putIfAbsent(each.id(), each.folder());
            if (other != null) {
                throw new ConfigurationException(name + ".json: " + other + " has a case of this name, too");
            }
            cases.add(each);
        });
        return cases;
    }

    /**
     * Those that a scheme has, the general ones first. Where distinct events may be equal, none says what a repetition is.
     */
    public static List<Case> of(Scheme scheme) {
        List<String> folders = folders(scheme);
        Set<String> placeholders = placeholders(scheme).keySet();
        boolean tellsApart = !(scheme instanceof WebhookScheme webhook)
                || webhook.identity().equalBodies() != Identity.EqualBodies.DISTINCT;
        Map<String, List<Case>> byFolder = all().stream()
                .filter(each -> placeholders.containsAll(named(each)) && (tellsApart || !each.needsEffects()))
                .collect(Collectors.groupingBy(Case::folder));
        return folders.stream()
                .flatMap(folder -> byFolder.getOrDefault(folder, List.of()).stream())
                .toList();
    }

    /** The folders that apply to a scheme, the general ones first. */
    static List<String> folders(Scheme scheme) {
        List<String> folders = new ArrayList<>(List.of("any"));
        switch (scheme) {
            case SnsScheme sns -> folders.add("sns");
            case TokenScheme token -> folders.add("token");
            case SignatureScheme signature -> {
                folders.add("signature");
                if (signature.hasTime()) {
                    folders.add("timed");
                }
                if (signature.identity().id() instanceof FieldLocation.Header id) {
                    folders.add("identified");
                    folders.add(signature.signs(id) ? "signed-id" : "unsigned-id");
                }
            }
            default -> {}
        }
        if (scheme instanceof WebhookScheme webhook && Presets.names().contains(webhook.name())) {
            folders.add(webhook.name());
        }
        return folders;
    }

    /** The scheme's own headers by placeholder; those that it lacks are not there. */
    public static Map<String, List<String>> placeholders(Scheme scheme) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (scheme instanceof SignatureScheme signature) {
            put(headers, "{signature}", signature.signature().at());
            if (signature.time() != null && signature.time().at() != null) {
                put(headers, "{time}", List.of(signature.time().at()));
            }
        }
        if (scheme instanceof TokenScheme token) {
            put(headers, "{signature}", List.of(token.at()));
        }
        if (scheme instanceof WebhookScheme webhook && webhook.identity().id() != null) {
            put(headers, "{id}", List.of(webhook.identity().id()));
        }
        return headers;
    }

    private static void put(Map<String, List<String>> headers, String placeholder, List<FieldLocation> places) {
        List<String> names = places.stream()
                .filter(FieldLocation.Header.class::isInstance)
                .map(place -> ((FieldLocation.Header) place).name())
                .toList();
        if (!names.isEmpty()) {
            headers.put(placeholder, names);
        }
    }

    /** The placeholders that the changes of a case name. */
    private static Set<String> named(Case each) {
        return each.steps().stream()
                .flatMap(step -> step.changes().stream())
                .filter(Change.OfHeader.class::isInstance)
                .map(change -> ((Change.OfHeader) change).name())
                .filter(Change.PLACEHOLDERS::contains)
                .collect(Collectors.toSet());
    }
}
