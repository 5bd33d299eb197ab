package io.weir.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.aws.release.LambdaFunctions;
import io.weir.worker.release.Functions;
import io.weir.worker.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The release function. Called by {@code terraform apply} before an alias leads to a version, with
 * {@code {"weir":"release","function":"weir-worker","versions":["12"],"keep":5}}, and once a week by a schedule, with
 * {@code {"weir":"ping","functions":["weir-ingest","weir-worker"]}}. Whatever keeps a version from being called ends in an error
 * that says it. Thread-safe.
 */
public final class ReleaseHandler implements RequestStreamHandler {
    /** For the answer, and for the call that is under way. */
    private static final Duration RESERVE = Duration.ofSeconds(90);

    private static final String EXPECTED =
            "expected {\"weir\":\"release\",\"function\":...,\"versions\":[...],\"keep\":...}"
                    + " or {\"weir\":\"ping\",\"functions\":[...]}";

    private final Functions functions;
    private final Clock clock;
    private final Release.Pause pause;

    /** Talks to AWS. */
    public ReleaseHandler() {
        this(LambdaFunctions.ofAccount(), Clock.systemUTC(), Thread::sleep);
    }

    ReleaseHandler(Functions functions, Clock clock, Release.Pause pause) {
        this.functions = functions;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Duration time = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        try {
            String answer = answer(input.readAllBytes(), new Release(functions, clock, pause, time));
            System.out.println(answer);
            output.write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String answer(byte[] event, Release release) throws InterruptedException {
        Map<String, @Nullable Object> asked;
        try {
            asked = Json.readObject(event);
        } catch (JsonException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
        if ("ping".equals(asked.get("weir"))) {
            List<String> names = texts(asked.get("functions"));
            release.keepAwake(names);
            return Json.writeAscii(Map.of("pinged", names));
        }
        if ("release".equals(asked.get("weir"))
                && asked.get("function") instanceof String function
                && asked.get("keep") instanceof Number keep) {
            Release.Result result = release.release(function, texts(asked.get("versions")), keep.intValue());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("function", function);
            answer.put("released", result.released());
            answer.put("deleted", result.deleted());
            answer.put("note", result.note());
            return Json.writeAscii(answer);
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    private static List<String> texts(@Nullable Object given) {
        if (!(given instanceof List<?> list) || list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return list.stream().map(String.class::cast).toList();
    }
}
