package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.Presets;
import io.weir.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code weir verify} with the examples in the files of the presets: everything that a person gives comes from files. */
class VerifyPresetsTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> examples() {
        return Presets.names().stream().flatMap(name -> {
            List<?> vectors =
                    (List<?>) Objects.requireNonNull(Presets.file(name).get("vectors"));
            return IntStream.range(0, vectors.size()).mapToObj(i -> Arguments.of(name, i));
        });
    }

    private static Map<?, ?> example(String preset, int position) {
        return (Map<?, ?>)
                ((List<?>) Objects.requireNonNull(Presets.file(preset).get("vectors"))).get(position);
    }

    /** The scheme as {@code setup.write} has it, since the audience of tokens is the user's. */
    private static String scheme(String preset) {
        Map<?, ?> setup =
                (Map<?, ?>) Objects.requireNonNull(Presets.file(preset).get("setup"));
        Object scheme = Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(setup.get("write"))).get("scheme"));
        return scheme instanceof String name ? name : Json.write(scheme);
    }

    private List<String> arguments(String preset, Map<?, ?> example) throws Exception {
        Map<?, ?> own = (Map<?, ?>) Objects.requireNonNull(Presets.file(preset).get("scheme"));
        List<String> arguments = new ArrayList<>(List.of("--scheme", scheme(preset)));
        if (example.get("secret") != null) {
            String option = "jwt".equals(own.get("kind")) ? "--jwks" : "--secret-file";
            arguments.addAll(List.of(
                    option, file("secret", example.get("secret").toString().getBytes(UTF_8))));
        }
        if (example.get("publicKey") != null) {
            String option = own.containsKey("certificate") ? "--certificate" : "--public-key-file";
            arguments.addAll(List.of(
                    option, file("key", example.get("publicKey").toString().getBytes(UTF_8))));
        }
        StringBuilder headers = new StringBuilder();
        ((Map<?, ?>) Objects.requireNonNull(example.get("headers")))
                .forEach((name, value) ->
                        headers.append(name).append(": ").append(value).append('\n'));
        arguments.addAll(List.of("--headers", file("headers", headers.toString().getBytes(UTF_8))));
        arguments.addAll(List.of("--url", String.valueOf(example.get("url"))));
        arguments.addAll(List.of("--received-at", String.valueOf(example.get("at"))));
        return arguments;
    }

    private String file(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static byte[] body(Map<?, ?> example) {
        return example.get("bodyBase64") instanceof String base64
                ? Base64.getDecoder().decode(base64)
                : String.valueOf(example.get("body")).getBytes(UTF_8);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void verify_theExampleOfAPreset_is0(String preset, int position) throws Exception {
        Map<?, ?> example = example(preset, position);
        List<String> arguments = arguments(preset, example);
        arguments.addFirst("verify");
        arguments.add(file("body", body(example)));

        Captured captured = Captured.run(arguments.toArray(String[]::new));

        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out()).contains("\"verdict\":\"genuine\"");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void explain_theExampleOfAPreset_is0(String preset, int position) throws Exception {
        Map<?, ?> example = example(preset, position);
        List<String> arguments = arguments(preset, example);
        arguments.addFirst("explain");
        arguments.add(file("body", body(example)));

        Captured captured = Captured.run(arguments.toArray(String[]::new));

        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out()).contains("\ngenuine\n");
    }
}
