package io.weir.worker.aws;

import io.weir.worker.action.Mailer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.Content;
import software.amazon.awssdk.services.sns.SnsClient;

/** Mail by services of AWS. */
final class AwsMailers {
    /** SNS takes 256 KiB, of which the subject and what is said of the cut need some. */
    static final int SNS_TEXT_BYTES = 255 * 1024;

    private static final int SNS_SUBJECT = 99;
    private static final String DOTS = "...";

    private AwsMailers() {}

    /** By Amazon SES. The sender must be a verified identity, in its sandbox the recipients too. */
    static Mailer ses(SesClient ses, String from, List<String> to) {
        List<String> recipients = List.copyOf(to);
        return (subject, text) -> {
            try {
                ses.sendEmail(mail -> mail.source(from)
                        .destination(destination -> destination.toAddresses(recipients))
                        .message(message -> message.subject(utf8(subject)).body(body -> body.text(utf8(text)))));
            } catch (SdkException e) {
                throw new IOException("SES did not take the mail: " + e.getMessage(), e);
            }
        };
    }

    private static Content utf8(String text) {
        return Content.builder().charset("UTF-8").data(text).build();
    }

    /**
     * By a topic of Amazon SNS with subscriptions by e-mail. A subject that SNS would refuse is made one that it takes, and then
     * stands as it was above the text; a text that is too long is cut, and says so.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
     */
    static Mailer sns(SnsClient sns, String topicArn) {
        return (subject, text) -> {
            String taken = subject(subject);
            String whole = taken.equals(subject) ? text : subject + "\n\n" + text;
            try {
                sns.publish(message -> message.topicArn(topicArn).subject(taken).message(cut(whole)));
            } catch (SdkException e) {
                throw new IOException("SNS did not take the mail: " + e.getMessage(), e);
            }
        };
    }

    /** ASCII text of less than 100 characters without line breaks, that begins with a letter, a number or a punctuation mark. */
    private static String subject(String subject) {
        String ascii = Normalizer.normalize(subject.replace("\u2026", DOTS), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[^ -~]", "?")
                .strip();
        if (ascii.isEmpty()) {
            return "Weir";
        }
        return ascii.length() <= SNS_SUBJECT ? ascii : ascii.substring(0, SNS_SUBJECT - DOTS.length()) + DOTS;
    }

    /** SNS refuses a message that is empty or too long. */
    private static String cut(String text) {
        if (text.isEmpty()) {
            return "(empty)";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= SNS_TEXT_BYTES) {
            return text;
        }
        CharBuffer begin = CharBuffer.allocate(SNS_TEXT_BYTES);
        // The decoder stops before a character whose bytes are not all there.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, SNS_TEXT_BYTES), begin, false);
        return begin.flip() + "\n\n(cut here: the whole text has " + bytes.length + " bytes)\n";
    }
}
