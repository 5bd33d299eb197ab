package io.weir.envelope.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.Environment;
import io.weir.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources in every shape that an earlier version took, as its Terraform told them to the functions: packed, or in a parameter. */
class UpgradeSourcesTest {
    static Stream<Path> deployments() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "upgrade"))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith("deployment-"))
                    .sorted()
                    .toList();
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void read_sourcesOfAnEarlierVersion_areTaken(Path file) throws Exception {
        Map<String, @Nullable Object> recorded = Json.readObject(Files.readString(file));
        String variable = String.valueOf(recorded.get("variable"));
        String stored = String.valueOf(recorded.get("stored"));
        Sources sources = Sources.read(new Environment(Map.of("WEIR_SOURCES", variable)), name -> {
            assertThat(name).isEqualTo("/weir/weir/sources:7");
            return stored;
        });
        boolean isAll = file.endsWith("deployment-all.json");
        assertThat(sources.all()).hasSizeGreaterThanOrEqualTo(isAll ? 40 : 2);
        assertThat(sources.find(isAll ? "preset" : "github")).isNotNull();
    }
}
