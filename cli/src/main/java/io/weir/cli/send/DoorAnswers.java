package io.weir.cli.send;

import java.net.http.HttpResponse;

/** What an answer of the door means, in a sentence. */
public final class DoorAnswers {
    private DoorAnswers() {}

    /** Why a request was not taken. */
    public static String why(HttpResponse<String> answer) {
        String said = answer.body().isBlank() ? "" : ": " + answer.body().strip();
        String url = answer.uri().toString();
        return switch (answer.statusCode()) {
            case 400 -> "the door refused it" + said;
            case 403 -> "the door refused it: this address is not one that the source allows" + said;
            case 404 -> "the door has no source at " + url;
            case 405 -> "what answers at " + url + " takes no POST; is it a door?";
            case 408 -> "the body came too slowly for the door";
            case 413 -> "the body is larger than the source takes (maxBytes)" + said;
            case 503 ->
                "the door could keep it nowhere; it is not lost with you: send it again"
                        + answer.headers()
                                .firstValue("retry-after")
                                .map(seconds -> " in " + seconds + " s")
                                .orElse("");
            default ->
                "what answers at " + url + " said " + answer.statusCode() + ", which is not an answer of a door that"
                        + " has taken it" + said;
        };
    }
}
