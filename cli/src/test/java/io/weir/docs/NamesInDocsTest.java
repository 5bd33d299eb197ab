package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A document that names a class or a test as its proof names one that exists. */
class NamesInDocsTest {
    /** {@code Class#method}, {@code #method} of the class named before it, and {@code Class#prefix*}. */
    private static final Pattern METHOD = Pattern.compile("([A-Z]\\w*(?:\\.[A-Z]\\w*)*)?#([a-z]\\w*)(\\*?)(?:\\(\\))?");

    /** Two humps or more: one hump is mostly a word, an outcome or a field of a message. */
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+(?:\\.[A-Z]\\w*)*");

    private static final Pattern QUALIFIED = Pattern.compile("\\bio\\.weir(?:\\.[a-z]\\w*)*(?:\\.[A-Z]\\w*)+");

    /** Names that look like classes of ours: algorithms, operations and fields of AWS, metrics, classes of others. */
    private static final Set<String> NOT_OURS = Set.of(
            "AuthenticateOnUnsubscribe",
            "BreakerOpen",
            "ChangeMessageVisibility",
            "DoorTime",
            "EdDSA",
            "EniLimitExceeded",
            "HmacSHA1",
            "HmacSHA256",
            "HmacSHA512",
            "InboxOld",
            "SecretPosition",
            "SendMessage",
            "SentTimestamp",
            "ServiceLoader",
            "SignatureVersion",
            "SqsClient",
            "StateReason",
            "StateReasonCode",
            "SubnetOutOfIPAddresses",
            "SubscriptionConfirmation",
            "UnsubscribeConfirmation");

    private final List<String> wrong = new ArrayList<>();

    /** The class that the document named last. */
    private String last = "";

    @Test
    void everyClassAndMethodThatADocumentNames_isThere() throws IOException {
        JavaSources sources = JavaSources.read();
        int methods = 0;
        for (Markdown document : Markdown.all()) {
            for (Markdown.Line line : document.text()) {
                methods += checkMethods(line, sources);
                checkClasses(line, sources);
            }
            for (Markdown.Block block : document.blocks()) {
                checkQualified(block.at(), block.text(), sources);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(methods).as("methods that were found in documents").isGreaterThan(20);
    }

    private int checkMethods(Markdown.Line line, JavaSources sources) {
        int methods = 0;
        for (String code : line.code()) {
            Matcher named = METHOD.matcher(code);
            if (named.matches()) {
                last = named.group(1) == null ? last : named.group(1);
                String name = named.group(2);
                Predicate<String> fits = named.group(3).isEmpty() ? name::equals : method -> method.startsWith(name);
                if (!sources.hasMethod(last, fits)) {
                    wrong.add(line.at() + ": no " + last + "#" + name + named.group(3));
                }
                methods++;
            }
        }
        return methods;
    }

    private void checkClasses(Markdown.Line line, JavaSources sources) {
        for (String code : line.code()) {
            if (CLASS.matcher(code).matches() && !NOT_OURS.contains(code) && !sources.hasClass(code)) {
                wrong.add(line.at() + ": no class " + code + "; the name of something else goes to NOT_OURS");
            }
        }
        checkQualified(line.at(), line.text(), sources);
    }

    private void checkQualified(String at, String text, JavaSources sources) {
        QUALIFIED
                .matcher(text)
                .results()
                .map(match -> match.group())
                .filter(name -> !sources.hasClass(name))
                .forEach(name -> wrong.add(at + ": no class " + name));
    }
}
