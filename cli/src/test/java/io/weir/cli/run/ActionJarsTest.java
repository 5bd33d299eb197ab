package io.weir.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of jars of actions, which are compiled here. */
class ActionJarsTest {
    private static final String PROVIDER = """
            package com.example;
            public final class Chat implements io.weir.action.ActionProvider {
                %s
                @Override public String name() { return "chat-of-the-test"; }
                @Override public io.weir.action.Action create(io.weir.config.ConfigValue options) { return event -> {}; }
            }
            """;

    @TempDir
    private Path folder;

    /** Compiles sources and puts what comes of them into jars by the beginning of the class's name. */
    private Path jar(String name, String services, Map<String, String> sources, String... without) throws Exception {
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue());
            int failed = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path") + ":" + classes,
                            "-d",
                            classes.toString(),
                            file.toString());
            assertThat(failed).isZero();
        }
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String entry = classes.relativize(file).toString();
                if (List.of(without).contains(entry)) {
                    continue;
                }
                out.putNextEntry(new JarEntry(entry));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.weir.action.ActionProvider"));
            out.write(services.getBytes(UTF_8));
        }
        return jar;
    }

    @Test
    void jarWithAnAction_isLoaded() throws Exception {
        Path jar = jar("chat.jar", "# ours\ncom.example.Chat # the chat\n", Map.of("Chat", PROVIDER.formatted("")));
        assertThat(ActionJars.load(List.of(jar)))
                .extracting(provider -> provider.name())
                .containsExactly("chat-of-the-test");
    }

    @Test
    void noJars_areNoActions() {
        assertThat(ActionJars.load(List.of())).isEmpty();
    }

    @Test
    void constructorThatThrows_namesJarClassAndFault() throws Exception {
        Path jar = jar(
                "bad.jar",
                "com.example.Chat\n",
                Map.of("Chat", PROVIDER.formatted("public Chat() { throw new IllegalStateException(\"no URL\"); }")));
        assertThatThrownBy(() -> ActionJars.load(List.of(jar)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--actions " + jar
                        + ": its class com.example.Chat cannot be made: java.lang.IllegalStateException: no URL");
    }

    @Test
    void noPublicConstructor_namesJarAndClass() throws Exception {
        Path jar = jar("bad.jar", "com.example.Chat\n", Map.of("Chat", PROVIDER.formatted("Chat(int x) {}")));
        assertThatThrownBy(() -> ActionJars.load(List.of(jar)))
                .hasMessage("--actions " + jar
                        + ": names the class com.example.Chat, which has no public constructor without arguments");
    }

    @Test
    void libraryThatIsMissing_isSaid_andFoundInAnotherJar() throws Exception {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(
                "Library",
                "package com.example; public class Library { public static final Object IT = new Object(); }");
        sources.put("Chat", PROVIDER.formatted("private final Library library = new Library();"));
        Path without = jar("without.jar", "com.example.Chat\n", sources, "com/example/Library.class");
        assertThatThrownBy(() -> ActionJars.load(List.of(without)))
                .hasMessageContaining("--actions " + without + ": its class com.example.Chat cannot be loaded")
                .hasMessageContaining("is a library of it missing");
        Path library = jar("library.jar", "", sources, "com/example/Chat.class");
        assertThat(ActionJars.load(List.of(without, library))).hasSize(1);
    }
}
