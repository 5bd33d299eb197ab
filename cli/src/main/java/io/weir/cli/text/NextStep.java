package io.weir.cli.text;

import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import java.util.Locale;
import java.util.Objects;

/** What a person should do next about a request: a sentence with the command. */
final class NextStep {
    private NextStep() {}

    /** @param place the options that name the place, with a space before, or nothing */
    static String of(RequestLife life, String place) {
        RequestSummary request = life.request();
        String id = request.id() + place;
        boolean isGone = life.body() == RequestLife.Body.GONE;
        return switch (request.state()) {
            case WAITING, RUNNING -> "nothing: the worker takes it next. To see it happen: weir tail" + place;
            case RETRYING ->
                "nothing: it is tried again at " + When.moment(request.until()) + ". To try it now: weir retry " + id;
            case DONE -> isGone ? "nothing" : "nothing. To have its effects once more: weir replay " + id;
            case DUPLICATE -> "nothing: it was processed before under the same id";
            case FILTERED ->
                "nothing: the filters of its source's actions (when) leave it out"
                        + (isGone ? "" : ". After a change of them: weir replay --filtered " + id);
            case REMOVED -> "nothing: an operator deleted it";
            case REJECTED -> isGone ? GONE : rejected(request, id);
            case DEAD -> isGone ? GONE : dead(request, id);
            case UNPROVEN -> isGone ? GONE : unproven(request, id);
        };
    }

    private static final String GONE = "its body is kept no longer, so its sender must send it again";

    private static String rejected(RequestSummary request, String id) {
        String again = "weir retry --rejected --id " + id;
        return switch (Objects.requireNonNullElse(request.reason(), "")) {
            case "signature" ->
                "if its sender is the right one, the secret here is not the sender's, or something changed the body on its way: "
                        + "weir explain says what was signed. Put it right, then: " + again;
            case "stale" ->
                "a sender's clock that is wrong, or an old request sent again: if it is wanted, its sender must sign it anew";
            case "topic" -> "if this topic is yours, add it to the source's topics, then: " + again;
            default -> "nothing, if it is a stranger's. Else put right what the detail says, then: " + again;
        };
    }

    private static String dead(RequestSummary request, String id) {
        String reason = Objects.requireNonNullElse(request.reason(), "");
        if (reason.startsWith("filter-")) {
            return "let the filter of the action "
                    + reason.substring("filter-".length()).toLowerCase(Locale.ROOT)
                    + " look at less or at something else, or take it away, then: weir retry " + id;
        }
        String cause = reason.startsWith("action-")
                ? "fix the target of the action "
                        + reason.substring("action-".length()).toLowerCase(Locale.ROOT)
                : "put right what the detail says";
        return cause + ", then: weir retry " + id;
    }

    private static String unproven(RequestSummary request, String id) {
        String reason = Objects.requireNonNullElse(request.reason(), "");
        String cause = reason.startsWith("secret")
                ? "put the secret of " + request.source() + " right"
                : "put right what the detail says";
        return cause + ", then: weir retry " + id;
    }
}
