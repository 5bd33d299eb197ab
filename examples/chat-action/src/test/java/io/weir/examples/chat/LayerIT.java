package io.weir.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** As Lambda does: the worker's own jar and the jar of a layer ({@code /opt/java/lib}) on one class path. */
class LayerIT {
    private static URL jar(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow()
                    .toUri()
                    .toURL();
        }
    }

    @Test
    void actionInALayersJar_isFoundBesideTheWorkersOwnJar() throws Exception {
        URL worker = jar(Path.of("../../worker-lambda/target"), "-aws.jar");
        URL layer = jar(Path.of("target"), "chat-action-0.1.0.jar");
        try (URLClassLoader function =
                new URLClassLoader(new URL[] {worker, layer}, ClassLoader.getPlatformClassLoader())) {
            Class<?> action = function.loadClass("io.weir.action.Action");
            List<String> names = new ArrayList<>();
            for (Object found : ServiceLoader.load(action, function)) {
                names.add((String) action.getMethod("name").invoke(found));
            }
            assertThat(names).containsExactly("chat");
        }
    }
}
