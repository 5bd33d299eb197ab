package io.weir.worker.action;

import io.weir.action.Event;
import io.weir.action.PermanentFailureException;
import io.weir.config.ConfigValue;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an event is archived: a template of literals and {@code {source} {yyyy} {MM} {dd} {type} {id}}, always under
 * {@code archive/}, which is put before a template that does not begin so. Two ids never share a key: what stands for an id
 * is either the id with every byte beyond {@code A-Za-z0-9_-} and inner dots percent-encoded, or, if that is too long, its
 * beginning, {@code ~~} (a tilde is never in the first form) and its SHA-256; and in its segment there is nothing else
 * whose length the sender chooses.
 */
public final class ArchiveKey {
    private static final String DEFAULT = BucketKeys.ARCHIVE + "{source}/{yyyy}/{MM}/{dd}/{id}";

    /** What stands for an id or a type at most: in a file name it leaves room for literals, a date and what is appended. */
    private static final int MAX_FIELD = 120;

    /** A file name has 255 bytes at most; {@code ~} and a SHA-256 may be appended. */
    private static final int MAX_SEGMENT = 255 - 65;

    private static final String LONGEST_SOURCE = "s".repeat(64);

    private static final Pattern FIELD = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9/._-]*");
    private static final List<String> FIELDS = List.of("source", "yyyy", "MM", "dd", "type", "id");
    private static final List<String> RESERVED =
            List.of(BucketKeys.INBOX, BucketKeys.CERTIFICATES, BucketKeys.REJECTED);

    /** As long as a key of S3 is at most, less what is appended for headers or another body. */
    private static final int MAX_KEY = 1024 - 65;

    /** A finished key: segments that are never empty and never begin with a dot. */
    private static final Pattern FINISHED = Pattern.compile(
            BucketKeys.ARCHIVE + "[A-Za-z0-9_%~-][A-Za-z0-9._%~-]*(/[A-Za-z0-9_%~-][A-Za-z0-9._%~-]*)*");

    private final String template;

    private ArchiveKey(String template) {
        this.template = template;
    }

    static ArchiveKey parse(ConfigValue config) {
        String template = config.stringOr(DEFAULT);
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            if (!FIELDS.contains(field.group(1))) {
                throw config.expected("only the fields {" + String.join("} {", FIELDS) + "}");
            }
        }
        boolean literal =
                LITERAL.matcher(FIELD.matcher(template).replaceAll("")).matches();
        if (!literal || template.startsWith("/") || template.contains("..") || template.contains("//")) {
            throw config.expected("a key of letters, digits, '/', '.', '_', '-' and fields in braces");
        }
        if (!template.contains("{id}")) {
            throw config.expected("{id} in the key: without it events would overwrite each other");
        }
        if (RESERVED.stream().anyMatch(template::startsWith)) {
            throw config.expected("a key that begins with none of " + String.join(", ", RESERVED));
        }
        if (Stream.of(template.split("/", -1)).anyMatch(ArchiveKey::isAmbiguous)) {
            throw config.expected(
                    "{id} in a segment of its own, or beside literals and {yyyy} {MM} {dd}: beside another"
                            + " field, two ids could share a key");
        }
        ArchiveKey key =
                new ArchiveKey(template.startsWith(BucketKeys.ARCHIVE) ? template : BucketKeys.ARCHIVE + template);
        String longest =
                key.fill(LONGEST_SOURCE, "x".repeat(MAX_FIELD), "x".repeat(MAX_FIELD), List.of("2026", "01", "02"));
        if (!isWritable(longest)) {
            throw config.expected(
                    "segments that do not begin with a dot, are not empty and, with the longest id and type,"
                            + " have at most " + MAX_SEGMENT + " characters, and " + MAX_KEY + " in all");
        }
        return key;
    }

    private static boolean isWritable(String key) {
        return key.length() <= MAX_KEY
                && FINISHED.matcher(key).matches()
                && Stream.of(key.split("/", -1)).allMatch(segment -> segment.length() <= MAX_SEGMENT);
    }

    private static boolean isAmbiguous(String segment) {
        int id = segment.indexOf("{id}");
        return id >= 0
                && (segment.contains("{type}") || segment.contains("{source}") || segment.indexOf("{id}", id + 1) >= 0);
    }

    /**
     * The key of an event.
     *
     * @throws PermanentFailureException if the finished key is none that may be written, whatever the template says
     */
    String of(Event event) throws PermanentFailureException {
        List<String> day = List.of(BucketKeys.day(event.receivedAt()).split("/"));
        String key = fill(event.source(), safe(event.type()), safe(event.id()), day);
        if (!isWritable(key)) {
            throw new PermanentFailureException("the key of the archive is none that may be written");
        }
        return key;
    }

    private String fill(String source, String type, String id, List<String> day) {
        return FIELD.matcher(template).replaceAll(field -> switch (field.group(1)) {
            case "source" -> source;
            case "type" -> type;
            case "id" -> id;
            case "yyyy" -> day.get(0);
            case "MM" -> day.get(1);
            case "dd" -> day.get(2);
            default -> throw new IllegalStateException("parse() admits no other field");
        });
    }

    public static String safe(String id) {
        StringBuilder safe = new StringBuilder();
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || c == '-' || c == '_' || (c == '.' && i > 0)) {
                safe.append(c);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
            }
        }
        if (safe.isEmpty()) {
            return "~";
        }
        return safe.length() <= MAX_FIELD
                ? safe.toString()
                : safe.substring(0, MAX_FIELD - 66) + "~~" + Sha256.hex(bytes);
    }
}
