package io.weir.examples.chat;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import io.weir.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;

/** {@code chat}. Option {@code urlVariable}: the environment variable that holds the webhook's URL, which is a secret. */
public final class ChatProvider implements ActionProvider {
    private final Environment environment;

    /** For {@link java.util.ServiceLoader}. */
    public ChatProvider() {
        this(Environment.ofProcess());
    }

    ChatProvider(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers("urlVariable");
        ConfigValue variable = options.at("urlVariable");
        String value = environment.optional(variable.string());
        try {
            if (value != null) {
                return new ChatAction(new URI(value));
            }
        } catch (URISyntaxException e) {
            // The error below, which does not repeat the secret.
        }
        throw variable.expected("the name of an environment variable that holds a URL");
    }
}
