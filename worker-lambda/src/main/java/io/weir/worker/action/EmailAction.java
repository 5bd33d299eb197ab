package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.action.SnsMessage;
import io.weir.envelope.Utf8;
import io.weir.worker.action.budgets.BudgetsAlert;
import io.weir.worker.action.budgets.BudgetsMail;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Mails a genuine event to the configured recipients. An AWS Budgets alert becomes a readable mail with
 * the amounts first; any other text is mailed as it is. The message that Budgets publishes when a topic is connected is
 * only logged.
 */
final class EmailAction implements Action {
    private static final int MAX_SUBJECT = 200;

    private final Mailer mailer;
    private final Consumer<String> log;

    /** @param log takes a line about an event that is not mailed */
    EmailAction(Mailer mailer, Consumer<String> log) {
        this.mailer = mailer;
        this.log = log;
    }

    @Override
    public void perform(Event event) throws IOException, PermanentFailureException {
        SnsMessage sns = event.sns();
        String subject = sns == null ? null : sns.subject();
        if (BudgetsAlert.TOPIC_VERIFIED.equals(subject)) {
            log.accept("AWS Budgets has verified the topic of source " + event.source());
            return;
        }
        String text = text(event.body());
        BudgetsAlert alert = sns == null ? null : BudgetsAlert.parse(text);
        if (alert != null) {
            mailer.send(oneLine(BudgetsMail.subject(alert)), BudgetsMail.text(alert, text));
        } else {
            mailer.send(oneLine(subject == null ? event.source() + " " + event.type() : subject), text);
        }
    }

    private static String text(byte[] body) throws PermanentFailureException {
        String text = Utf8.decode(body);
        if (text == null) {
            throw new PermanentFailureException("the body is not UTF-8 text, so it cannot be mailed");
        }
        return text;
    }

    /** A subject is a header: no line breaks, no other control characters, not endless. */
    private static String oneLine(String subject) {
        String line = subject.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MAX_SUBJECT - 1))) + "…";
    }
}
