package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** {@code {body:sha256}}, {@code {body:crc32}}: a digest of the bytes that came. */
    public record BodyDigest(Digest digest) implements Part {}

    public enum Digest {
        /** 64 lower-case hex digits. */
        SHA256,
        /** A decimal number (RFC 1952). No proof of the body: another one of the same number is made at will. */
        CRC32
    }

    /** {@code {header:x}}: a header's value. */
    public record Header(String name) implements Part {}

    /** {@code {headers:x}}: those that header x lists, each as {@code name:value}, joined by semicolons. */
    public record ListedHeaders(String name) implements Part {}

    /** {@code {field:/a/b}}: a field of the body; nothing if it is not there. */
    public record Field(FieldLocation.Body at) implements Part {}

    /** {@code {query:x}}: a parameter's decoded value. */
    public record Query(String name) implements Part {}

    /** {@code {t}}: the time of sending, as it was written. */
    public record Time() implements Part {}

    /** {@code {url}}: the full URL with query, as the sender saw it. {@code {url:decoded}}: by HubSpot's table. */
    public record Url(boolean decoded) implements Part {}

    /** {@code {path}}: the path of that URL with its query. */
    public record Path() implements Part {}

    /** {@code {method}}: upper case. */
    public record Method() implements Part {}

    /** {@code {secret}}: for a plain digest, or beside a certificate. */
    public record Secret() implements Part {}

    /**
     * {@code {form}}: Twilio's rule. Of a form: each parameter's name and value, sorted by name. Of any other body:
     * nothing, and the URL's parameter {@code bodySHA256} must be the hex SHA-256 of the body.
     */
    public record Form() implements Part {}

    private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)(?::([^{}]+))?}");

    private static final Map<String, Part> PLAIN = Map.of(
            "body", new Body(),
            "t", new Time(),
            "url", new Url(false),
            "url:decoded", new Url(true),
            "path", new Path(),
            "method", new Method(),
            "secret", new Secret(),
            "form", new Form(),
            "body:sha256", new BodyDigest(Digest.SHA256),
            "body:crc32", new BodyDigest(Digest.CRC32));

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
        Part plain = PLAIN.get(argument == null ? name : name + ":" + argument);
        if (plain != null) {
            return plain;
        }
        if (argument == null) {
            throw fieldsExpected(config);
        }
        ConfigValue value = new ConfigValue(config.path(), argument);
        return switch (name) {
            case "header" -> new Header(FieldLocation.header(value).name());
            case "headers" -> new ListedHeaders(FieldLocation.header(value).name());
            case "query" -> new Query(argument);
            case "field" -> new Field(FieldLocation.body(value));
            default -> throw fieldsExpected(config);
        };
    }

    private static ConfigurationException fieldsExpected(ConfigValue config) {
        return config.expected(
                "only {body}, {body:sha256}, {body:crc32}, {header:NAME}, {headers:NAME}, {field:POINTER}, {query:NAME}, {t},"
                        + " {url}, {url:decoded}, {path}, {method}, {form}, {secret} in braces");
    }

    public boolean has(Class<? extends Part> kind) {
        for (Part part : parts) {
            if (kind.isInstance(part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every byte of the body is proven. */
    public boolean coversBody() {
        return has(Body.class) || has(Form.class) || parts.contains(PLAIN.get("body:sha256"));
    }

    /** Whether what stands there is proven. */
    boolean covers(FieldLocation location) {
        return switch (location) {
            case FieldLocation.Header(String header) -> parts.contains(new Header(header));
            case FieldLocation.Query(String name) ->
                parts.contains(new Query(name)) || has(Url.class) || has(Path.class);
            case FieldLocation.Body body -> coversBody() || parts.contains(new Field(body));
        };
    }

    /** Lower-case names of the headers without which nothing is signed. */
    Set<String> headers() {
        Set<String> headers = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Header(String name)) {
                headers.add(name);
            } else if (part instanceof ListedHeaders(String name)) {
                headers.add(name);
            }
        }
        return headers;
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
        return switch (part) {
            case Literal literal -> false;
            case Method method -> false;
            case Secret secret -> false;
            case Time time -> false;
            case BodyDigest(Digest digest) -> digest == Digest.CRC32;
            default -> true;
        };
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
