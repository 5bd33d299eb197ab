package io.weir.worker.kit;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.action.Event;
import io.weir.config.ConfigValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * {@code halt}: ends the process at once where the body holds the word poison. Of any other event it writes the id as a
 * line to the file that its option names, or does nothing if none does.
 */
public final class HaltProvider implements ActionProvider {
    /** What ends the process. */
    public static final String POISON = "poison";

    @Override
    public String name() {
        return "halt";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers("file");
        String file = options.at("file").stringOr("");
        return event -> perform(event, file);
    }

    private static void perform(Event event, String file) throws IOException {
        if (new String(event.body(), StandardCharsets.UTF_8).contains(POISON)) {
            Runtime.getRuntime().halt(137);
        }
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), event.id() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
