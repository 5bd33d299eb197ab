package io.weir.cli.conformance.sns;

import io.weir.cli.conformance.plan.Body;
import io.weir.cli.conformance.plan.SnsStep;
import io.weir.cli.conformance.plan.Step;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.CannotPlayException;
import io.weir.envelope.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What steps that say nothing of SNS are as messages of it: a body is the text that somebody published. */
final class SnsSteps {
    /** The most that SNS takes. */
    private static final int MAX_MESSAGE = 256 * 1024;

    private SnsSteps() {}

    static SnsStep of(Step step, Texts texts) throws CannotPlayException {
        if (step.sns() != null) {
            return step.sns();
        }
        boolean isOther = switch (step.proof()) {
            case GENUINE -> false;
            case OTHER_SECRET -> true;
            case NONE, EMPTY_SECRET, OTHER_ALGORITHM ->
                throw new CannotPlayException("SNS signs with a key, and always");
        };
        Body sent = message(step.body(), texts);
        Body signed = message(step.signs(), texts);
        SnsStep genuine = SnsStep.GENUINE;
        return new SnsStep(
                genuine.type(),
                genuine.version(),
                fields(signed == null ? sent : signed),
                fields(signed == null ? null : sent),
                genuine.layout(),
                null,
                isOther,
                genuine.certificate(),
                null,
                true);
    }

    private static Map<String, @Nullable Body> fields(@Nullable Body message) {
        return message == null ? Map.of() : Map.of("Message", message);
    }

    private static @Nullable Body message(@Nullable Body body, Texts texts) throws CannotPlayException {
        if (body == null) {
            return null;
        }
        byte[] bytes = body.bytes(texts);
        if (bytes.length == 0 || bytes.length > MAX_MESSAGE) {
            throw new CannotPlayException("SNS publishes 1 to " + MAX_MESSAGE + " bytes");
        }
        String text = Utf8.decode(bytes);
        if (text == null) {
            throw new CannotPlayException("SNS publishes text alone");
        }
        return new Body.Text(text);
    }
}
