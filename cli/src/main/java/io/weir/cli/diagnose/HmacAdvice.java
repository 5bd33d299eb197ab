package io.weir.cli.diagnose;

import io.weir.verify.Reason;
import java.util.ArrayList;
import java.util.List;

/** What to look at next where a webhook is not genuine. */
final class HmacAdvice {
    private HmacAdvice() {}

    static List<String> afterMistake() {
        return List.of("Put that right at the sender, in the source or in what lies between, then send it again.");
    }

    static List<String> of(Reason reason, Question question) {
        return switch (reason) {
            case SIGNATURE -> forged(question);
            case STALE ->
                List.of(
                        "It was judged as received at " + question.request().receivedAt()
                                + "; say --received-at if it came at another time.",
                        "Compare the clocks of sender and door; a sender that retries late needs a longer maxAge in the"
                                + " source's scheme.");
            case UNSIGNED ->
                List.of(
                        "The sender did not sign it by this scheme: see whether a secret is set there at all.",
                        "A proxy or gateway may drop the "
                                + Places.name(question.scheme().signature().at()) + ".");
            case SECRET -> List.of("Put the secret there, or name another place in the source; then try again.");
            default -> List.of("Compare the headers with the scheme: scripts/weir schemes prints each preset.");
        };
    }

    private static List<String> forged(Question question) {
        List<String> advice = new ArrayList<>();
        advice.add("None of the usual mistakes makes it match: it is forged, or signed with another secret.");
        advice.add("At the sender: compare its secret with " + question.secret().origin()
                + "; generate a new one there if it cannot be read, and put it into both.");
        advice.add(
                "On the way: a proxy, firewall or framework that rewrites the body breaks every signature; compare the"
                        + " length and SHA-256 above with what the sender's own log shows.");
        advice.add(
                "In the sender's log: find this delivery by its id. If it is not there, the request is a stranger's.");
        return advice;
    }
}
