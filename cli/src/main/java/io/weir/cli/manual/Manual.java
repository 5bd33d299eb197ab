package io.weir.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what is made of the commands' own words: the same bytes each time. */
final class Manual {
    private Manual() {}

    /** The pages of this command and of all below it that are not hidden. */
    static List<ManPage> pages(CommandLine command) {
        List<ManPage> pages = new ArrayList<>(List.of(new ManPage(command)));
        visible(command).forEach(each -> pages.addAll(pages(each)));
        return pages;
    }

    static List<CommandLine> visible(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    /**
     * Writes the pages and the completion where a system has them below {@code share}.
     *
     * @throws IOException if the folder cannot be written
     */
    static void write(CommandLine command, Path share) throws IOException {
        Path man = Files.createDirectories(share.resolve("man/man1"));
        for (ManPage page : pages(command)) {
            Files.writeString(man.resolve(page.name() + ".1"), page.text());
        }
        Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(completions.resolve(command.getCommandName()), completion(command));
    }

    /** The function of bash, which zsh can use, too. */
    private static String completion(CommandLine command) {
        return AutoComplete.bash(command.getCommandName(), command);
    }
}
