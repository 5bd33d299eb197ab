package io.weir.system;

import io.weir.json.JsonException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lambda, where moto leaves something out: SnapStart with the states of versions, calls, and the alias that a mapping calls. */
final class MotoFunctions {
    /** Runs a call. */
    @FunctionalInterface
    interface Function {
        /** Answers; what it throws is the function's error. */
        byte[] call(byte[] input) throws IOException;
    }

    private static final String LAMBDA = "/2015-03-31/";
    private static final String NAME = LAMBDA + "functions/(?:[^/]*function:)?([^/:]+)(?::([^/]+))?";
    private static final Pattern CALL = Pattern.compile(NAME + "/invocations");
    private static final Pattern ALIASES = Pattern.compile(NAME + "/aliases(?:/[^/]+)?");
    private static final Pattern FUNCTION = Pattern.compile(NAME + "(?:/(?:configuration|code|versions))?");
    private static final Pattern MAPPINGS = Pattern.compile(LAMBDA + "event-source-mappings(?:/([^/]*))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern QUALIFIER = Pattern.compile("Qualifier=([^&]+)");

    private final Versions versions;
    private final Map<String, Function> functions = new ConcurrentHashMap<>();

    /** What event source mappings call, by their ids. */
    private final Map<Object, Object> called = new ConcurrentHashMap<>();

    MotoFunctions(Versions versions) {
        this.versions = versions;
    }

    /** Calls of this function are answered by it. */
    void runs(String name, Function function) {
        functions.put(name, function);
    }

    static boolean takes(MotoProxy.Request request) {
        return request.path().startsWith(LAMBDA);
    }

    MotoProxy.Answer answer(MotoProxy.Request request, MotoProxy.Moto moto) throws IOException, JsonException {
        Matcher call = CALL.matcher(request.path());
        if (call.matches()) {
            return call(call.group(1), qualifier(request, call.group(2)), request.body());
        }
        if (request.changes()) {
            noteSnapStart(request);
        }
        MotoProxy.Answer answer = moto.ask(request);
        if (!answer.isGood() || answer.body().length == 0) {
            return answer;
        }
        if (MAPPINGS.matcher(request.path()).matches()) {
            return mapping(request, answer);
        }
        Matcher alias = ALIASES.matcher(request.path());
        if (alias.matches()) {
            if (request.changes()) {
                versions.named(alias.group(1), String.valueOf(answer.json().get("FunctionVersion")));
            }
            return answer;
        }
        Matcher function = FUNCTION.matcher(request.path());
        if (function.matches()
                && request.method().equals("GET")
                && !request.path().endsWith("/versions")) {
            return look(function.group(1), qualifier(request, function.group(2)), answer);
        }
        if (request.changes() && (function.matches() || request.path().equals(LAMBDA + "functions"))) {
            Map<String, ?> made = answer.json();
            if (NUMBER.matcher(String.valueOf(made.get("Version"))).matches()) {
                versions.published(String.valueOf(made.get("FunctionName")), String.valueOf(made.get("Version")));
            }
        }
        return answer;
    }

    private void noteSnapStart(MotoProxy.Request request) throws JsonException {
        if (request.body().length == 0 || request.body()[0] != '{') {
            return;
        }
        Map<String, ?> asked = request.json();
        if (asked.get("SnapStart") instanceof Map<?, ?> snapStart) {
            Matcher function = FUNCTION.matcher(request.path());
            String name = function.matches() ? function.group(1) : String.valueOf(asked.get("FunctionName"));
            versions.snapStart(name, "PublishedVersions".equals(snapStart.get("ApplyOn")));
        }
    }

    private static String qualifier(MotoProxy.Request request, @Nullable String inName) {
        Matcher asked = QUALIFIER.matcher(request.query());
        return asked.find() ? asked.group(1) : String.valueOf(inName);
    }

    private MotoProxy.Answer look(String function, String qualifier, MotoProxy.Answer answer) throws JsonException {
        Map<Object, Object> json = new LinkedHashMap<>(answer.json());
        boolean whole = json.get("Configuration") instanceof Map;
        Map<Object, Object> configuration = new LinkedHashMap<>(whole ? (Map<?, ?>) json.get("Configuration") : json);
        boolean version = NUMBER.matcher(qualifier).matches();
        if (versions.hasSnapStart(function)) {
            configuration.put(
                    "SnapStart", Map.of("ApplyOn", "PublishedVersions", "OptimizationStatus", version ? "On" : "Off"));
        }
        if (version) {
            Versions.State state = versions.look(function, qualifier);
            configuration.put("State", state.name());
            configuration.put("StateReason", state.reason());
        }
        if (whole) {
            json.put("Configuration", configuration);
        }
        return answer.with(whole ? json : configuration);
    }

    /** moto tells the version to which the alias led then. */
    private MotoProxy.Answer mapping(MotoProxy.Request request, MotoProxy.Answer answer) throws JsonException {
        Map<Object, Object> json = new LinkedHashMap<>(answer.json());
        Object id = json.get("UUID");
        if (id == null) {
            return answer;
        }
        if (request.changes() && request.json().get("FunctionName") instanceof String name) {
            called.put(id, name);
        }
        json.computeIfPresent("FunctionArn", (key, arn) -> called.getOrDefault(id, arn));
        return answer.with(json);
    }

    private MotoProxy.Answer call(String function, String qualifier, byte[] body) throws IOException {
        Function runs = functions.get(function);
        if (runs != null) {
            try {
                return new MotoProxy.Answer(200, Map.of(), runs.call(body));
            } catch (RuntimeException e) {
                return new MotoProxy.Answer(200, Map.of("X-Amz-Function-Error", List.of("Unhandled")), new byte[0])
                        .with(Map.of("errorMessage", String.valueOf(e.getMessage())));
            }
        }
        if (versions.call(function, qualifier)) {
            return new MotoProxy.Answer(200, Map.of(), new byte[0]).with(Map.of());
        }
        return new MotoProxy.Answer(409, Map.of("X-Amzn-ErrorType", List.of("SnapStartNotReadyException")), new byte[0])
                .with(Map.of("Type", "User", "Message", "Lambda is initializing your function"));
    }
}
