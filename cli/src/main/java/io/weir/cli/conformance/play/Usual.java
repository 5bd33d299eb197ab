package io.weir.cli.conformance.play;

import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.WebhookScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a scheme's sender usually sends beside the proof, as the documented example of its preset has it: some receivers insist
 * on it.
 *
 * @param type of the event
 * @param headers by lower-case name; the media type is not among them
 */
record Usual(String type, Map<String, String> headers) {
    private static final Set<String> NOT_OF_THE_SENDER = Set.of("content-type", "content-length", "host");

    /** Of a preset; of an own scheme there is no example. */
    static Usual of(WebhookScheme scheme) {
        Map<String, String> headers = new LinkedHashMap<>();
        String type = "conformance";
        if (Presets.names().contains(scheme.name())
                && Presets.file(scheme.name()).get("vectors") instanceof List<?> vectors
                && !vectors.isEmpty()
                && vectors.getFirst() instanceof Map<?, ?> example) {
            type = example.get("type") instanceof String known ? known : type;
            if (example.get("headers") instanceof Map<?, ?> sent) {
                sent.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
            }
        }
        headers.keySet()
                .removeIf(name -> NOT_OF_THE_SENDER.contains(name)
                        || scheme.holdsProof(name)
                        || scheme.declaredHeaders().contains(name));
        return new Usual(type, headers);
    }

    /** The headers of one event: each id is its own. */
    Map<String, String> headers(String id) {
        Map<String, String> mine = new LinkedHashMap<>();
        headers.forEach((name, value) -> mine.put(name, name.endsWith("-id") ? id : value));
        return mine;
    }
}
