package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.action.Mailer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.MessageRejectedException;
import software.amazon.awssdk.services.ses.model.SendEmailRequest;
import software.amazon.awssdk.services.ses.model.SendEmailResponse;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

class AwsMailersTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:weir-mail";

    private final List<PublishRequest> published = new ArrayList<>();
    private final List<SendEmailRequest> sent = new ArrayList<>();
    private @Nullable RuntimeException fault;

    private final class FakeSns implements SnsClient {
        @Override
        public PublishResponse publish(PublishRequest request) {
            if (fault != null) {
                throw fault;
            }
            published.add(request);
            return PublishResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sns";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private final class FakeSes implements SesClient {
        @Override
        public SendEmailResponse sendEmail(SendEmailRequest request) {
            if (fault != null) {
                throw fault;
            }
            sent.add(request);
            return SendEmailResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "ses";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private final Mailer sns = AwsMailers.sns(new FakeSns(), TOPIC);

    @Test
    void sns_plainMail_isPublishedAsItIs() throws IOException {
        sns.send("Budget: 80 % of 100 USD", "text \u20ac");

        assertThat(published).singleElement().satisfies(message -> {
            assertThat(message.topicArn()).isEqualTo(TOPIC);
            assertThat(message.subject()).isEqualTo("Budget: 80 % of 100 USD");
            assertThat(message.message()).isEqualTo("text \u20ac");
        });
    }

    /** SNS refuses a subject that is not ASCII, is too long or has a line break; what was meant stands above the text. */
    @ParameterizedTest
    @CsvSource({
        "Gr\u00fc\u00dfe, Gru?e",
        "R\u00e9sum\u00e9, Resume",
        "a\u2026, a...",
        "\u65e5\u672c, ??",
        "'\ta\nb', a b",
        "' ', Weir",
    })
    void sns_subjectThatSnsRefuses_isMadeOneThatItTakes(String subject, String taken) throws IOException {
        sns.send(subject, "text");

        assertThat(published.getFirst().subject()).isEqualTo(taken).matches("[!-~][ -~]{0,98}");
        assertThat(published.getFirst().message()).isEqualTo(subject + "\n\ntext");
    }

    @Test
    void sns_longSubject_hasLessThan100Characters() throws IOException {
        sns.send("s".repeat(99), "text");
        sns.send("s".repeat(100), "text");

        assertThat(published.getFirst().subject()).isEqualTo("s".repeat(99));
        assertThat(published.getLast().subject()).isEqualTo("s".repeat(96) + "...");
    }

    @Test
    void sns_textThatIsTooLong_isCutBetweenTwoCharactersAndSaysSo() throws IOException {
        sns.send("s", "a" + "\ud83d\ude00".repeat(100_000));

        String message = published.getFirst().message();
        assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThan(256 * 1024);
        assertThat(message)
                .startsWith("a\ud83d\ude00")
                .contains("\ud83d\ude00\n\n(cut here: the whole text has 400001 bytes)")
                .doesNotContain("?");
    }

    @Test
    void sns_emptyText_isNotEmpty() throws IOException {
        sns.send("s", "");
        assertThat(published.getFirst().message()).isEqualTo("(empty)");
    }

    @Test
    void fault_mayPass() {
        fault = SdkClientException.create("no route");
        assertThatThrownBy(() -> sns.send("s", "t"))
                .isInstanceOf(IOException.class)
                .hasMessage("SNS did not take the mail: no route");
        fault = MessageRejectedException.builder().message("not verified").build();
        assertThatThrownBy(() -> AwsMailers.ses(new FakeSes(), "a@example.com", List.of())
                        .send("s", "t"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("SES did not take the mail: ");
    }

    @Test
    void ses_mail_goesFromTheSenderToAllRecipients() throws IOException {
        AwsMailers.ses(new FakeSes(), "a@example.com", List.of("b@example.com", "c@example.com"))
                .send("Gr\u00fc\u00dfe", "text");

        assertThat(sent).singleElement().satisfies(mail -> {
            assertThat(mail.source()).isEqualTo("a@example.com");
            assertThat(mail.destination().toAddresses()).containsExactly("b@example.com", "c@example.com");
            assertThat(mail.message().subject().data()).isEqualTo("Gr\u00fc\u00dfe");
            assertThat(mail.message().body().text().data()).isEqualTo("text");
        });
    }
}
