package io.weir.worker.aws;

import io.weir.worker.action.Mailer;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.Content;

/** Mail by Amazon SES. The sender must be a verified identity. */
public final class SesMailer implements Mailer {
    private final SesClient ses;
    private final String from;
    private final List<String> to;

    public SesMailer(SesClient ses, String from, List<String> to) {
        this.ses = ses;
        this.from = from;
        this.to = List.copyOf(to);
    }

    @Override
    public void send(String subject, String text) throws IOException {
        try {
            ses.sendEmail(mail -> mail.source(from)
                    .destination(destination -> destination.toAddresses(to))
                    .message(message -> message.subject(utf8(subject)).body(body -> body.text(utf8(text)))));
        } catch (SdkException e) {
            throw new IOException("SES did not take the mail: " + e.getMessage(), e);
        }
    }

    private static Content utf8(String text) {
        return Content.builder().charset("UTF-8").data(text).build();
    }
}
