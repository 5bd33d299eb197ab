package io.weir.cli.conformance.page;

import io.weir.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver made of one case.
 *
 * @param seen {@code accept}, {@code reject}, {@code error} or {@code not judged}
 * @param ok whether that is as expected; null if it could not be judged
 */
public record Seen(String seen, @Nullable Boolean ok) {
    static Seen of(ConfigValue result) {
        ConfigValue ok = result.at("ok");
        if (ok.isPresent() && !(ok.value() instanceof Boolean)) {
            throw ok.expected("true, false or null");
        }
        return new Seen(result.at("seen").string(), (Boolean) ok.value());
    }

    boolean isWrong() {
        return Boolean.FALSE.equals(ok);
    }
}
