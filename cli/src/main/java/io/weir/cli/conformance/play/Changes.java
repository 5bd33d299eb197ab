package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.conformance.plan.Change;
import io.weir.cli.conformance.plan.Change.Edit;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.Outgoing.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changes a request after it was signed. A change that changes nothing is an error: its case would test nothing. */
final class Changes {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{9,18}");

    private final Texts texts;
    private final Function<String, List<String>> own;

    /** @param own the scheme's headers by placeholder */
    Changes(Texts texts, Function<String, List<String>> own) {
        this.texts = texts;
        this.own = own;
    }

    /** The request with all of them, in order. */
    Outgoing apply(List<Change> changes, Outgoing request) throws CannotPlayException {
        Outgoing changed = request;
        for (Change change : changes) {
            changed = switch (change) {
                case Change.MoreQuery(String query) ->
                    changed.withQuery(Target.joined(changed.query(), texts.fill(query)));
                case Change.OtherBody(var body) -> changed.withBody(body.bytes(texts));
                case Change.OfBody(Edit edit) -> changed.withBody(body(edit, changed.body()));
                case Change.OfHeader(String name, Edit edit) -> header(changed, name, edit);
            };
        }
        return changed;
    }

    /** Bytes stay what they are, whatever stands among them. */
    private byte[] body(Edit edit, byte[] body) throws CannotPlayException {
        String text = new String(body, ISO_8859_1);
        String changed = switch (edit) {
            case Edit.Append(String more) -> text + bytes(more);
            case Edit.Replace(String old, String with) -> text.replace(bytes(old), bytes(with));
            default -> throw new IllegalStateException("no change of a body");
        };
        if (changed.equals(text)) {
            throw new CannotPlayException("the body has nothing of what would be changed");
        }
        return changed.getBytes(ISO_8859_1);
    }

    private String bytes(String text) {
        return new String(texts.fill(text).getBytes(UTF_8), ISO_8859_1);
    }

    private Outgoing header(Outgoing request, String name, Edit edit) throws CannotPlayException {
        List<String> names = Change.PLACEHOLDERS.contains(name) ? own.apply(name) : List.of(name);
        List<Line> lines = new ArrayList<>();
        boolean found = false;
        for (Line line : request.headers()) {
            boolean meant = names.stream().anyMatch(line::is);
            found |= meant;
            lines.addAll(meant ? edited(line, edit) : List.of(line));
        }
        if (!found) {
            if (!(edit instanceof Edit.Set(String value)) || names.isEmpty()) {
                throw new CannotPlayException("the request has no header " + name);
            }
            lines.add(new Line(names.getFirst(), texts.fill(value)));
        }
        return request.withHeaders(lines);
    }

    private List<Line> edited(Line line, Edit edit) throws CannotPlayException {
        String value = line.value();
        return switch (edit) {
            case Edit.Remove() -> List.of();
            case Edit.Twice() -> List.of(line, line);
            case Edit.Another(String other, boolean before) -> {
                Line another = new Line(line.name(), texts.fill(other));
                yield before ? List.of(another, line) : List.of(line, another);
            }
            case Edit.Rename(String name) -> List.of(new Line(name, value));
            case Edit.UpperName() -> List.of(new Line(line.name().toUpperCase(Locale.ROOT), value));
            case Edit.Set(String other) -> List.of(new Line(line.name(), texts.fill(other)));
            case Edit.Append(String more) -> List.of(new Line(line.name(), value + texts.fill(more)));
            case Edit.Replace(String old, String with) ->
                List.of(changed(line, value.replace(texts.fill(old), texts.fill(with))));
            case Edit.Upper() -> List.of(changed(line, SignatureRun.upper(value)));
            case Edit.Flip(int index) -> List.of(changed(line, SignatureRun.flip(value, index)));
            case Edit.Keep(int characters) -> List.of(changed(line, SignatureRun.keep(value, characters)));
            case Edit.Plus(long more) -> List.of(changed(line, plus(value, more)));
        };
    }

    private static Line changed(Line line, @Nullable String value) throws CannotPlayException {
        if (value == null || value.equals(line.value())) {
            throw new CannotPlayException("the header " + line.name() + " has nothing of what would be changed");
        }
        return new Line(line.name(), value);
    }

    private static @Nullable String plus(String value, long more) {
        Matcher number = NUMBER.matcher(value);
        return number.find()
                ? value.substring(0, number.start())
                        + (Long.parseLong(number.group()) + more)
                        + value.substring(number.end())
                : null;
    }
}
