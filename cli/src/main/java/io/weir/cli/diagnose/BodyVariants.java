package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.envelope.Utf8;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a sender may have signed in place of the body that came. Each is made when it is asked for: bodies may be large. */
public final class BodyVariants {
    private record Way(String name, Supplier<byte @Nullable []> body) {}

    private final byte[] body;
    private final @Nullable String text;
    private final List<Way> ways = new ArrayList<>();

    private BodyVariants(byte[] body) {
        this.body = body;
        this.text = Utf8.decode(body);
    }

    /** Each other body. */
    public static Stream<Variant<byte[]>> of(byte[] body) {
        BodyVariants variants = new BodyVariants(body);
        variants.ends();
        variants.encodings();
        variants.json();
        return variants.ways.stream().flatMap(way -> {
            byte[] other = way.body.get();
            return other == null || Arrays.equals(other, body)
                    ? Stream.of()
                    : Stream.of(new Variant<>(way.name, other));
        });
    }

    private void add(String name, Supplier<@Nullable String> other) {
        ways.add(new Way(name, () -> {
            String changed = text == null ? null : other.get();
            return changed == null ? null : changed.getBytes(UTF_8);
        }));
    }

    private void ends() {
        add("the newline at the end of the body is left out", () -> withoutNewline(String.valueOf(text)));
        add("a newline is added at the end of the body", () -> text + "\n");
        add("a carriage return and a newline are added at the end of the body", () -> text + "\r\n");
        add(
                "white space around the body is left out",
                () -> String.valueOf(text).strip());
        add(
                "each line of the body ends with CR LF",
                () -> String.valueOf(text).replace("\r\n", "\n").replace("\n", "\r\n"));
        add(
                "each line of the body ends with LF alone",
                () -> String.valueOf(text).replace("\r\n", "\n"));
        add(
                "the byte order mark before the body is left out",
                () -> String.valueOf(text).replaceFirst("^\uFEFF", ""));
        add("a byte order mark stands before the body", () -> "\uFEFF" + text);
        ways.add(new Way("the body is empty: something had read it before it was signed", () -> new byte[0]));
    }

    private static String withoutNewline(String text) {
        String cut = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return cut.endsWith("\r") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private void encodings() {
        ways.add(new Way(
                "the body is encoded in base64", () -> Base64.getEncoder().encode(body)));
        ways.add(new Way("the body is decoded from base64: it came as text", this::decoded));
        ways.add(new Way(
                "the body was written in Latin-1",
                () -> text == null ? null : String.valueOf(text).getBytes(ISO_8859_1)));
        ways.add(new Way(
                "the body was read as Latin-1 and written in UTF-8",
                () -> new String(body, ISO_8859_1).getBytes(UTF_8)));
        add("the body is URL-decoded", this::urlDecoded);
        add("the body is the form payload=...", () -> "payload=" + URLEncoder.encode(String.valueOf(text), UTF_8));
    }

    private byte @Nullable [] decoded() {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable String urlDecoded() {
        try {
            return URLDecoder.decode(String.valueOf(text), UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void json() {
        Object tree;
        try {
            tree = Json.read(body);
        } catch (JsonException e) {
            return;
        }
        printed(tree, "compact", JsonPrint.COMPACT);
        printed(tree, "with a space behind each comma and colon", JsonPrint.SPACED);
        printed(tree, "indented by two spaces", JsonPrint.indented("  "));
        printed(tree, "indented by four spaces", JsonPrint.indented("    "));
        printed(tree, "indented by a tab", JsonPrint.indented("\t"));
        if (tree instanceof String inner) {
            add("the body is the text inside the JSON string", () -> inner);
        }
        add("the body is written as a JSON string", () -> Json.write(text));
    }

    private void printed(@Nullable Object tree, String how, JsonPrint print) {
        String again = "the body is JSON printed anew, " + how;
        add(again, () -> print.print(tree));
        add(again + ", names sorted", () -> print.inOrder().print(tree));
        add(again + ", beyond ASCII escaped", () -> print.inAscii().print(tree));
        add(
                again + ", names sorted, beyond ASCII escaped",
                () -> print.inOrder().inAscii().print(tree));
        add(again + ", slashes escaped", () -> print.inAscii().withSlashes().print(tree));
    }
}
