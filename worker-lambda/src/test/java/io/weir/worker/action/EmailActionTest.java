package io.weir.worker.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.PermanentFailureException;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmailActionTest {
    private static final String ALERT = """
            AWS Budget Notification March 04, 2026
            AWS Account 123456789012

            Dear AWS Customer,

            You requested that we alert you when the ACTUAL Cost associated with your Team: prod budget is greater than \
            $1,000.00 for the current month. You can find additional details below.

            Budget Name: Team: prod
            Budget Type: Cost
            Budgeted Amount: $1,250.00
            Alert Type: ACTUAL
            Alert Threshold: > $1,000.00
            ACTUAL Amount: $1,234.56

            [1] the AWS Budgets dashboard
            """;

    private record Mail(String subject, String text) {}

    private final List<Mail> mails = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Action email = email((subject, text) -> mails.add(new Mail(subject, text)));

    private Action email(Mailer mailer) {
        return new EmailProvider(mailer, log::add).create(new ConfigValue("/s/actions/0/email", Map.of()));
    }

    @Test
    void perform_budgetsAlert_mailsTheAmountsFirstAndTheWholeText() throws Exception {
        email.perform(Events.notification("AWS Budgets: Team: prod has exceeded your alert threshold", ALERT));

        assertThat(mails)
                .containsExactly(
                        new Mail("AWS budget Team: prod: actual 1234.56 USD of 1250.00 USD", """
                        Budget:    Team: prod
                        Account:   123456789012
                        Type:      Cost
                        Budgeted:  1250.00 USD
                        Threshold: > 1000.00 USD
                        Actual:    1234.56 USD

                        As AWS Budgets wrote it:

                        """ + ALERT + "\n"));
    }

    @Test
    void perform_forecastAlert_saysForecast() throws Exception {
        email.perform(Events.notification(
                "AWS Budgets: x",
                ALERT.replace("Alert Type: ACTUAL", "Alert Type: FORECASTED")
                        .replace("ACTUAL Amount:", "FORECASTED Amount:")));

        assertThat(mails.getFirst().subject()).isEqualTo("AWS budget Team: prod: forecast 1234.56 USD of 1250.00 USD");
        assertThat(mails.getFirst().text()).contains("Forecast:  1234.56 USD\n");
    }

    @Test
    void perform_alertWithUnknownWording_leavesTheLineOutAndMailsTheText() throws Exception {
        String drifted = ALERT.replace("ACTUAL Amount: $1,234.56", "Amount so far: about a thousand");
        email.perform(Events.notification("AWS Budgets: x", drifted));

        assertThat(mails.getFirst().subject()).isEqualTo("AWS budget Team: prod: threshold exceeded of 1250.00 USD");
        assertThat(mails.getFirst().text()).doesNotContain("Actual:").contains("Amount so far: about a thousand");
    }

    @Test
    void perform_topicVerified_logsAndMailsNothing() throws Exception {
        email.perform(Events.notification("SNS Topic Verified!", "SNS Topic Verified!"));

        assertThat(mails).isEmpty();
        assertThat(log).containsExactly("AWS Budgets has verified the topic of source budgets");
    }

    @Test
    void perform_otherNotification_mailsItAsItIs() throws Exception {
        email.perform(Events.notification("Deploy done", "all is well"));
        assertThat(mails).containsExactly(new Mail("Deploy done", "all is well"));
    }

    @Test
    void perform_noSubject_namesSourceAndType() throws Exception {
        email.perform(Events.notification(null, "text"));
        email.perform(Events.webhook("id-1", "Budget Name: not an alert, since it is no SNS message"));

        assertThat(mails).extracting(Mail::subject).containsExactly("budgets Notification", "shop orders/create");
        assertThat(mails.getLast().text()).isEqualTo("Budget Name: not an alert, since it is no SNS message");
    }

    @Test
    void perform_subjectWithLineBreaks_cannotAddAHeader() throws Exception {
        email.perform(Events.notification("a\r\nBcc: x@example.com\u0000", "text"));
        assertThat(mails.getFirst().subject()).isEqualTo("a Bcc: x@example.com");
    }

    @Test
    void perform_endlessSubject_isCutBetweenCharacters() throws Exception {
        email.perform(Events.notification("😀".repeat(500), "text"));
        String subject = mails.getFirst().subject();
        assertThat(subject.codePointCount(0, subject.length())).isLessThanOrEqualTo(200);
        assertThat(subject).endsWith("😀…");
    }

    @Test
    void perform_bodyThatIsNoText_isPermanent() {
        assertThatThrownBy(() -> email.perform(
                        Events.webhook().body(new byte[] {(byte) 0xFF}).build()))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage("the body is not UTF-8 text, so it cannot be mailed");
    }

    @Test
    void perform_mailerDown_throwsSoThatTheEventIsRetried() {
        Action failing = email((subject, text) -> {
            throw new IOException("mail is down");
        });
        assertThatThrownBy(() -> failing.perform(Events.notification("s", "t"))).hasMessage("mail is down");
    }

    @Test
    void perform_hugeTextOfBlankLines_endsInTime() throws Exception {
        String text = "Budget Name: x\n" + "\n \t".repeat(80_000);
        email.perform(Events.notification("AWS Budgets: x", text));
        assertThat(mails).hasSize(1);
    }
}
