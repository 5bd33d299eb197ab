package io.weir.worker.action;

import io.weir.action.Event;
import io.weir.config.ConfigValue;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event is archived: a template of literals and {@code {source} {yyyy} {MM} {dd} {type} {id}}. Two ids never
 * share a key: what stands for an id is either the id with every byte beyond {@code A-Za-z0-9_-} and inner dots
 * percent-encoded, or, if that is too long, its beginning, a {@code ~} (which is never in the first form) and its
 * SHA-256.
 */
final class ArchiveKey {
    private static final String DEFAULT = BucketKeys.ARCHIVE + "{source}/{yyyy}/{MM}/{dd}/{id}";

    /** A file name has 255 bytes at most; this leaves room for what is appended. */
    private static final int MAX_SEGMENT = 180;

    private static final Pattern FIELD = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9/._-]*");
    private static final List<String> FIELDS = List.of("source", "yyyy", "MM", "dd", "type", "id");
    private static final List<String> RESERVED =
            List.of(BucketKeys.INBOX, BucketKeys.CERTIFICATES, BucketKeys.REJECTED, BucketKeys.FAILURES);

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
        return new ArchiveKey(template);
    }

    String of(Event event) {
        List<String> day = List.of(BucketKeys.day(event.receivedAt()).split("/"));
        return FIELD.matcher(template).replaceAll(field -> switch (field.group(1)) {
            case "source" -> event.source();
            case "type" -> safe(event.type());
            case "id" -> safe(event.id());
            case "yyyy" -> day.get(0);
            case "MM" -> day.get(1);
            case "dd" -> day.get(2);
            default -> throw new IllegalStateException("parse() admits no other field");
        });
    }

    static String safe(String id) {
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
        return safe.length() <= MAX_SEGMENT
                ? safe.toString()
                : safe.substring(0, MAX_SEGMENT - 65) + "~" + Sha256.hex(bytes);
    }
}
