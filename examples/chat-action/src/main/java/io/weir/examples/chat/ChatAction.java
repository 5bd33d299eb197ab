package io.weir.examples.chat;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.envelope.HttpStatus;
import io.weir.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Posts a line about an event to the incoming webhook of a chat ({@code {"text": "..."}}, as Slack, Mattermost and others
 * take it).
 */
final class ChatAction implements Action {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BUSY = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI url;

    ChatAction(URI url) {
        this.url = url;
    }

    /** What can never work is permanent; anything else that is thrown brings the event back later. */
    @Override
    public void perform(Event event) throws IOException, InterruptedException, PermanentFailureException {
        String text = event.source() + ": " + event.type() + " " + event.id();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("text", text))))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (HttpStatus.mayPassLater(status)) {
            throw new RetryLaterException("the chat answered " + status, BUSY);
        }
        if (status / 100 != 2) {
            throw new PermanentFailureException("the chat answered " + status);
        }
    }
}
