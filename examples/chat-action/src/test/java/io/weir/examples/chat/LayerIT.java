package io.weir.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
    void providerInALayersJar_isFoundBesideTheWorkersOwnJarAndReadsOptions() throws Exception {
        URL worker = jar(Path.of("../../worker-lambda/target"), "-aws.jar");
        URL layer = jar(Path.of("target"), "chat-action.jar");
        try (URLClassLoader function =
                new URLClassLoader(new URL[] {worker, layer}, ClassLoader.getPlatformClassLoader())) {
            Class<?> provider = function.loadClass("io.weir.action.ActionProvider");
            Class<?> config = function.loadClass("io.weir.config.ConfigValue");
            Object options = config.getConstructor(String.class, Object.class)
                    .newInstance("/s/actions/0/chat", Map.of("urlVariable", "NO_SUCH_VARIABLE"));
            List<?> found = ServiceLoader.load(provider, function).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

            assertThat(found).hasSize(1);
            assertThat(provider.getMethod("name").invoke(found.getFirst())).isEqualTo("chat");
            assertThatThrownBy(() -> provider.getMethod("create", config).invoke(found.getFirst(), options))
                    .rootCause()
                    .hasMessageContaining("/s/actions/0/chat/urlVariable");
        }
    }

    @Test
    void actionApi_thatAnActionCompilesAgainst_isSmallAndItsOwn() throws Exception {
        Path api = Path.of(
                jar(Path.of("../../action-api/target"), "action-api.jar").toURI());
        assertThat(Files.size(api)).isLessThan(32 * 1024);
        try (JarFile jar = new JarFile(api.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/weir/action/"));
        }
    }

    @Test
    void workersOwnJar_carriesLicenceAndNotice() throws Exception {
        Path worker =
                Path.of(jar(Path.of("../../worker-lambda/target"), "-aws.jar").toURI());
        try (JarFile jar = new JarFile(worker.toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            String notice = new String(
                    jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(notice).contains("HttpComponents").contains("Resilience4j");
        }
    }
}
