package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender signs: parts in order.
 *
 * @param parts literals and what stands in braces in the configuration
 */
public record SignedTemplate(List<Part> parts) {
    public sealed interface Part {}

    /** Text as it is. */
    public record Literal(String text) implements Part {
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** {@code {body}}: the bytes that came. */
    public record Body() implements Part {}

    /** {@code {header:x}}: a header's value. */
    public record Header(String name) implements Part {}

    /** {@code {t}}: the time of sending, as it was written. */
    public record Time() implements Part {}

    /** {@code {url}}: the full URL with query, as the sender saw it. */
    public record Url() implements Part {}

    /** {@code {method}}: upper case. */
    public record Method() implements Part {}

    /** {@code {secret}}: only for the plain digest. */
    public record Secret() implements Part {}

    /**
     * {@code {form}}: Twilio's rule. Of a form: each parameter's name and value, sorted by name. Of any other body:
     * nothing, and the URL's parameter {@code bodySHA256} must be the hex SHA-256 of the body.
     */
    public record Form() implements Part {}

    private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)(?::([^{}]+))?}");

    public SignedTemplate {
        parts = List.copyOf(parts);
    }

    static SignedTemplate parse(ConfigValue config) {
        String text = config.string();
        List<Part> parts = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        int end = 0;
        while (field.find()) {
            literal(config, text.substring(end, field.start()), parts);
            parts.add(field(config, field.group(1), field.group(2)));
            end = field.end();
        }
        literal(config, text.substring(end), parts);
        SignedTemplate template = new SignedTemplate(parts);
        if (!template.has(Body.class) && !template.has(Form.class)) {
            throw config.expected("{body} or {form}: what is not signed can be changed by anyone");
        }
        if (template.has(Form.class) && !template.has(Url.class)) {
            throw config.expected("{url} beside {form}: it is the URL that covers a body which is no form");
        }
        return template;
    }

    private static void literal(ConfigValue config, String text, List<Part> parts) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw fieldsExpected(config);
        }
        if (!text.isEmpty()) {
            parts.add(new Literal(text));
        }
    }

    private static Part field(ConfigValue config, String name, @Nullable String argument) {
        if (argument != null) {
            if (!name.equals("header")) {
                throw fieldsExpected(config);
            }
            return new Header(HmacScheme.headerName(new ConfigValue(config.path(), argument)));
        }
        return switch (name) {
            case "body" -> new Body();
            case "t" -> new Time();
            case "url" -> new Url();
            case "method" -> new Method();
            case "secret" -> new Secret();
            case "form" -> new Form();
            default -> throw fieldsExpected(config);
        };
    }

    private static ConfigurationException fieldsExpected(ConfigValue config) {
        return config.expected("only {body}, {header:NAME}, {t}, {url}, {method}, {form}, {secret} in braces");
    }

    public boolean has(Class<? extends Part> kind) {
        for (Part part : parts) {
            if (kind.isInstance(part)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the same signed bytes could be read in more than one way: someone could move bytes of one part into another and
     * keep the signature. So it is where more than one part is free text, or where nothing ends a time. (The method is always
     * POST.)
     */
    public boolean isAmbiguous() {
        int freeTexts = 0;
        for (int i = 0; i < parts.size(); i++) {
            freeTexts += isFreeText(parts.get(i)) ? 1 : 0;
            if (parts.get(i) instanceof Form || (parts.get(i) instanceof Time && !standsAlone(i))) {
                return true;
            }
        }
        return freeTexts > 1;
    }

    private static boolean isFreeText(Part part) {
        return part instanceof Body || part instanceof Header || part instanceof Url;
    }

    /** Whether a literal that is no part of a time stands on either side. */
    private boolean standsAlone(int i) {
        boolean before = i == 0
                || (parts.get(i - 1) instanceof Literal(String text) && !isDigit(text.charAt(text.length() - 1)));
        boolean after =
                i == parts.size() - 1 || (parts.get(i + 1) instanceof Literal(String text) && !isDigit(text.charAt(0)));
        return before && after;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
