package io.weir.examples.chat;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code chat}: posts a line about an event to the incoming webhook of a chat ({@code {"text": "..."}}, as Slack,
 * Mattermost and others take it).
 *
 * <p>Option {@code urlVariable}: the environment variable that holds the webhook's URL, which is a secret.
 */
public final class ChatAction implements Action {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BUSY = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final @Nullable URI url;

    /** For {@link java.util.ServiceLoader}. */
    public ChatAction() {
        this(null);
    }

    ChatAction(@Nullable URI url) {
        this.url = url;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public Action configure(ConfigValue options) {
        options.onlyMembers("urlVariable");
        ConfigValue variable = options.at("urlVariable");
        String value = System.getenv(variable.string());
        if (value == null) {
            throw variable.expected("the name of an environment variable that is set");
        }
        return new ChatAction(URI.create(value));
    }

    /** What can never work is permanent; anything else that is thrown brings the event back later. */
    @Override
    public void perform(Event event) throws IOException, InterruptedException, PermanentFailureException {
        if (url == null) {
            throw new PermanentFailureException("the action chat needs the option urlVariable");
        }
        String text = event.source() + ": " + event.type() + " " + event.id();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("text", text))))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 429 || status >= 500) {
            throw new RetryLaterException("the chat answered " + status, BUSY);
        }
        if (status / 100 != 2) {
            throw new PermanentFailureException("the chat answered " + status);
        }
    }
}
