package io.weir.system;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of {@code infra/}, deployed by {@code scripts/deploy} as a user would. */
final class Deployment {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** With an emulator a call that it does not know must not be repeated 25 times. */
    private static final String PROVIDER = """
            provider "aws" {
              max_retries = 1
            }
            """;

    private final Path project;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Object> variables;
    private final Map<String, String> secrets;
    private final Map<String, Long> seconds = new TreeMap<>();
    private int runs;

    /**
     * @param project the project's folder
     * @param work takes the copy, the state and the logs
     * @param endpoint what stands in for AWS
     * @param secrets values of managed secrets by source
     */
    Deployment(Path project, Path work, URI endpoint, Map<String, Object> variables, Map<String, String> secrets)
            throws IOException {
        this.project = project;
        this.folder = work.resolve("infra");
        this.variables = new LinkedHashMap<>(variables);
        copy(project.resolve("infra"), folder);
        Files.writeString(folder.resolve("emulator.tf"), PROVIDER);
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_REGION", LocalStack.REGION);
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("TF_IN_AUTOMATION", "true");
        this.secrets = new LinkedHashMap<>(secrets);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".tf")
                            || file.endsWith("presets.json")
                            || file.endsWith(".terraform.lock.hcl"))
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** The value of a managed secret, written by the next apply that raises secret_values_version. */
    void setSecret(String source, String value) {
        secrets.put(source, value);
    }

    /** Applies; with another value of a variable it is a redeployment. */
    void apply() throws IOException {
        Files.writeString(folder.resolve("terraform.tfvars.json"), Json.write(variables));
        environment.put("TF_VAR_secret_values", Json.write(new LinkedHashMap<>(secrets)));
        run(
                seconds.containsKey("apply") ? "apply again" : "apply",
                List.of(script("deploy"), folder.toString(), "-auto-approve", "-input=false", "-no-color"));
    }

    /** As {@link #apply()}, of what was built and initialised before. */
    void applyOnly() throws IOException {
        Files.writeString(folder.resolve("terraform.tfvars.json"), Json.write(variables));
        run("apply only", List.of("terraform", "apply", "-auto-approve", "-input=false", "-no-color"));
    }

    Object variable(String name) {
        return variables.get(name);
    }

    void set(String variable, Object value) {
        variables.put(variable, value);
    }

    /**
     * What another apply would change, by address and attribute. Empty if the real state is the configured one.
     *
     * @return addresses, each with the top-level attributes whose value would change; {@code create} or {@code delete} if all
     */
    Map<String, List<String>> plan() throws IOException, JsonException {
        run("plan", List.of("terraform", "plan", "-input=false", "-no-color", "-out=second.plan"));
        Map<?, ?> plan = (Map<?, ?>) json("show", "-json", "second.plan");
        Map<String, List<String>> changes = new TreeMap<>();
        for (Object each : (List<?>) plan.get("resource_changes")) {
            Map<?, ?> resource = (Map<?, ?>) each;
            Map<?, ?> change = (Map<?, ?>) resource.get("change");
            List<?> actions = (List<?>) change.get("actions");
            if (actions.equals(List.of("no-op")) || actions.equals(List.of("read"))) {
                continue;
            }
            String address = (String) resource.get("address");
            changes.put(
                    address,
                    actions.equals(List.of("update"))
                            ? changed((Map<?, ?>) change.get("before"), (Map<?, ?>) change.get("after"))
                            : List.of(String.valueOf(actions)));
        }
        return changes;
    }

    /** Ends with an exception that shows the changes, if another apply would change anything, outputs included. */
    void planIsEmpty() throws IOException {
        run("plan", List.of("terraform", "plan", "-input=false", "-no-color", "-detailed-exitcode"));
    }

    private static List<String> changed(Map<?, ?> before, Map<?, ?> after) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<?, ?> entry : before.entrySet()) {
            Object now = after.get(entry.getKey());
            if (entry.getValue() == null ? now != null : !entry.getValue().equals(now)) {
                names.add((String) entry.getKey());
            }
        }
        return names;
    }

    /** Takes a resource out of the state, so that destroy leaves it alone. */
    void forget(String address) throws IOException {
        run("forget", List.of("terraform", "state", "rm", address));
    }

    /** As on a fresh clone, where no jar is built: none is needed to take something away. */
    void destroy() throws IOException {
        Map<String, Object> withoutJars = new LinkedHashMap<>(variables);
        withoutJars.put("ingest_jar", "not-built.jar");
        withoutJars.put("worker_jar", "not-built.jar");
        Files.writeString(folder.resolve("terraform.tfvars.json"), Json.write(withoutJars));
        run("destroy", List.of(script("destroy"), folder.toString(), "-auto-approve", "-input=false", "-no-color"));
    }

    /** The configuration's outputs by name. */
    Map<?, ?> outputs() throws IOException, JsonException {
        Map<String, Object> values = new TreeMap<>();
        ((Map<?, ?>) json("output", "-json"))
                .forEach((name, output) -> values.put((String) name, ((Map<?, ?>) output).get("value")));
        return values;
    }

    /** How long the commands took, the last of each name. */
    Map<String, Long> seconds() {
        return seconds;
    }

    private String script(String name) {
        return project.resolve("scripts").resolve(name).toString();
    }

    private Object json(String... arguments) throws IOException, JsonException {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        String output = run("json", command);
        return Json.read(output.substring(output.indexOf('{')));
    }

    private String run(String name, List<String> command) throws IOException {
        Path log = folder.resolveSibling("terraform-%02d-%s.log".formatted(++runs, name.replace(' ', '-')));
        long start = System.nanoTime();
        int exit = Commands.run(folder, environment, log, LIMIT, command);
        seconds.put(name, Duration.ofNanos(System.nanoTime() - start).toSeconds());
        if (exit != 0) {
            throw new IllegalStateException(
                    command + " ended with " + exit + "; the end of " + log + ":\n" + Commands.lastLines(log));
        }
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
