package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.List;

/** How the requests of a source are proven genuine. */
public sealed interface Scheme permits SnsScheme, WebhookScheme {
    /**
     * Lower-case names of the headers without which the door refuses a request: those that the scheme reads signature,
     * time, id and type from.
     */
    List<String> requiredHeaders();

    /** Lower-case names of the headers that are never dropped, at most four; the first three travel as message attributes. */
    List<String> declaredHeaders();

    /**
     * Reads a preset's name ({@code "sns"}), a preset with options ({@code {"preset": "sns", "maxAge": "PT1H"}}), or an
     * own scheme.
     */
    static Scheme parse(ConfigValue config) {
        Object name = config.isObject() ? config.object().get("preset") : config.value();
        return SnsScheme.NAME.equals(name) ? SnsScheme.parse(config) : WebhookScheme.parse(config);
    }
}
