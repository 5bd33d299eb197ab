package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How deployments of earlier versions describe themselves, as their Terraform wrote it, plain and packed. */
class UpgradeDescriptionTest {
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
    void parse_descriptionOfAnEarlierVersion_tellsWhereEverythingIs(Path file) throws Exception {
        String text = (String) Json.readObject(Files.readString(file)).get("description");
        Deployment deployment = Deployment.parse("weir", text);
        assertThat(deployment.version()).isNotEmpty();
        assertThat(deployment.account()).isEqualTo("123456789012");
        assertThat(deployment.region()).isEqualTo("eu-central-1");
        assertThat(deployment.bucket()).isEqualTo("weir-bucket");
        assertThat(deployment.logGroups())
                .containsExactlyInAnyOrder("/aws/lambda/weir-ingest", "/aws/lambda/weir-worker");
        assertThat(deployment.operatorKey()).contains(":secret:weir-operator-key");
        assertThat(deployment.queues())
                .allSatisfy((name, url) -> assertThat(url).startsWith("https://"));
        assertThat(deployment.sources()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(deployment.sources())
                .allSatisfy((name, source) -> assertThat(source.url()).endsWith("/" + name));
    }
}
