package io.weir.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, of what it says of itself with {@code --help}. */
final class ManPage {
    private final CommandSpec command;

    ManPage(CommandLine command) {
        this.command = command.getCommandSpec();
    }

    /** The name of the page: {@code weir-run} for {@code weir run}. */
    String name() {
        return command.qualifiedName("-");
    }

    /** The page, in roff. */
    String text() {
        Roff page = new Roff(name(), String.join(" ", command.root().version()));
        List<String> description = lines(command.usageMessage().description());
        page.section("NAME").line(name() + " - " + summary(description));
        page.section("SYNOPSIS").verbatim(synopsis());
        page.section("DESCRIPTION");
        description.forEach(page::paragraph);
        commands(page);
        arguments(page);
        options(page);
        seeAlso(page);
        return page.toString();
    }

    private static String summary(List<String> description) {
        String first = description.isEmpty() ? "" : description.getFirst();
        int end = first.indexOf(". ");
        String sentence = end < 0 ? first : first.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private String synopsis() {
        return new Help(command, Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .stripTrailing();
    }

    private void commands(Roff page) {
        List<CommandLine> visible = Manual.visible(command.commandLine());
        if (visible.isEmpty()) {
            return;
        }
        page.section("COMMANDS");
        for (CommandLine each : visible) {
            CommandSpec spec = each.getCommandSpec();
            page.term(spec.qualifiedName(" "), lines(spec.usageMessage().description()));
        }
    }

    private void arguments(Roff page) {
        List<PositionalParamSpec> visible = command.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .toList();
        if (visible.isEmpty()) {
            return;
        }
        page.section("ARGUMENTS");
        visible.forEach(argument -> page.term(argument.paramLabel(), lines(argument.description())));
    }

    private void options(Roff page) {
        List<OptionSpec> visible = command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(
                        option -> option.longestName().replaceAll("^-+", "").toLowerCase(Locale.ROOT)))
                .toList();
        if (visible.isEmpty()) {
            return;
        }
        page.section("OPTIONS");
        for (OptionSpec option : visible) {
            page.term(String.join(", ", option.names()) + value(option), lines(option.description()));
        }
    }

    private static String value(ArgSpec option) {
        return option.arity().max() == 0 ? "" : " " + option.paramLabel();
    }

    private void seeAlso(Roff page) {
        Stream<CommandLine> others = command.parent() == null
                ? Manual.visible(command.commandLine()).stream()
                : Stream.of(command.parent().commandLine());
        List<String> pages = new ArrayList<>();
        others.forEach(other -> pages.add(new ManPage(other).name() + "(1)"));
        page.section("SEE ALSO").paragraph(String.join(", ", pages));
    }

    /** As picocli prints them: each is a format without arguments. */
    private static List<String> lines(String... formats) {
        return Arrays.stream(formats)
                .flatMap(format -> String.format(Locale.ROOT, format).lines())
                .filter(line -> !line.isBlank())
                .toList();
    }
}
