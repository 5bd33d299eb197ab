package io.weir.cli.conformance.page;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One receiver, played once with the cases of one scheme: a file of docs/conformance.
 *
 * @param peer the name of its folder under conformance/peers, or {@code weir}
 * @param name as its people call it
 * @param home where it is found
 * @param date on which it was played, as yyyy-mm-dd
 * @param cases by the case's id
 * @param differs why a case that it gets wrong is its design, by the case's id
 */
record ReceiverRun(
        String peer,
        String name,
        String version,
        String language,
        String home,
        String scheme,
        String date,
        Map<String, Seen> cases,
        Map<String, String> differs) {
    static final String WEIR = "weir";

    ReceiverRun {
        cases = Map.copyOf(cases);
        differs = Map.copyOf(differs);
    }

    /**
     * All of them: Weir first, then by name.
     *
     * @param runs the folder of the files, such as docs/conformance
     * @param peers the folder of the peers, whose files say what differs by design
     * @throws ConfigurationException if a file is not as it should be
     */
    static List<ReceiverRun> all(Path runs, Path peers) throws IOException {
        List<ReceiverRun> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(runs)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                all.add(of(read(file), peers));
            }
        }
        all.sort(Comparator.comparing((ReceiverRun run) -> !run.isWeir())
                .thenComparing(ReceiverRun::peer)
                .thenComparing(ReceiverRun::scheme));
        return all;
    }

    private static ReceiverRun of(ConfigValue file, Path peers) throws IOException {
        Map<String, Seen> cases = new LinkedHashMap<>();
        for (ConfigValue each : file.at("cases").list(each -> each)) {
            cases.put(each.at("id").string(), Seen.of(each));
        }
        String peer = file.at("peer").string();
        Path notes = peers.resolve(peer).resolve("peer.json");
        return new ReceiverRun(
                peer,
                file.at("name").string(),
                file.at("version").string(),
                file.at("language").string(),
                file.at("home").string(),
                file.at("scheme").string(),
                file.at("date").string(),
                cases,
                Files.exists(notes) ? differs(read(notes).at("differs")) : Map.of());
    }

    private static Map<String, String> differs(ConfigValue notes) {
        Map<String, String> differs = new LinkedHashMap<>();
        for (Object id : notes.object().keySet()) {
            differs.put(id.toString(), notes.at(id.toString()).string());
        }
        return differs;
    }

    private static ConfigValue read(Path file) throws IOException {
        try {
            return new ConfigValue(
                    file.getFileName().toString(), Json.read(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (JsonException e) {
            throw new ConfigurationException(file.getFileName() + ": expected JSON");
        }
    }

    boolean isWeir() {
        return peer.equals(WEIR);
    }

    /** Whether it is not as expected, and nobody says that it is its design. */
    boolean isWrong(String id) {
        Seen seen = cases.get(id);
        return seen != null && seen.isWrong() && !differs.containsKey(id);
    }

    /** Whether it is not as expected, by design. */
    boolean isDesign(String id) {
        Seen seen = cases.get(id);
        return seen != null && seen.isWrong() && differs.containsKey(id);
    }
}
