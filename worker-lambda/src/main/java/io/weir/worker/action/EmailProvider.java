package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import java.util.function.Consumer;

/** {@code email}: mails an event to the recipients of the function. Has no options. */
public final class EmailProvider implements ActionProvider {
    private final Mailer mailer;
    private final Consumer<String> log;

    /** @param log takes a line about an event that is not mailed */
    public EmailProvider(Mailer mailer, Consumer<String> log) {
        this.mailer = mailer;
        this.log = log;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers();
        return new EmailAction(mailer, log);
    }
}
