package io.weir.local.files;

import io.weir.worker.action.Mailer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;

/** Puts each mail into a folder as an {@code .eml} file, for any mail program to open. It is on disk when
 * a call returns. Thread-safe. */
public final class OutboxMailer implements Mailer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String ADDRESS = "weir@localhost";

    private final Path folder;
    private final Clock clock;
    private final Disk disk;

    public OutboxMailer(Path folder, Clock clock) throws IOException {
        this(folder, clock, Disk.REAL);
    }

    OutboxMailer(Path folder, Clock clock, Disk disk) throws IOException {
        this.folder = disk.folder(folder);
        this.clock = clock;
        this.disk = disk;
    }

    @Override
    public void send(String subject, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
            mail.setFrom(new InternetAddress(ADDRESS));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(ADDRESS));
            mail.setSentDate(Date.from(clock.instant()));
            mail.setSubject(subject, "UTF-8");
            mail.setText(text, "UTF-8");
            mail.writeTo(bytes);
        } catch (MessagingException e) {
            throw new IOException("cannot write the mail: " + e.getMessage(), e);
        }
        String name = TIME.format(clock.instant()) + "-" + UUID.randomUUID();
        disk.place(folder.resolve(name + ".eml"), bytes.toByteArray());
    }
}
