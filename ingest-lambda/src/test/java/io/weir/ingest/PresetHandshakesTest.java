package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEvent;
import io.weir.json.Json;
import io.weir.verify.secret.SecretSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each preset's file says of its handshake: the request of the sender, and the answer it waits for. */
class PresetHandshakesTest {
    /** One line of a file. */
    record Row(String preset, Map<?, ?> vector) {
        @Nullable
        String text(String member) {
            return (String) vector.get(member);
        }

        /** The source as a person would write it. */
        Source source() {
            Map<String, Object> source = new LinkedHashMap<>();
            boolean isJwt = Presets.scheme(preset) instanceof JwtScheme;
            source.put("scheme", isJwt ? Map.of("preset", preset, "audience", "made-up", "issuer", "made-up") : preset);
            if (text("publicKey") != null) {
                source.put("publicKey", text("publicKey"));
            } else if (!isJwt) {
                source.put("secret", "env:X");
            }
            if (text("secret") != null) {
                source.put("handshake", Map.of(preset, Map.of()));
            }
            return Sources.parse("test", Json.write(Map.of(preset, source)))
                    .all()
                    .iterator()
                    .next();
        }

        HttpEvent event() throws Exception {
            String url = String.valueOf(text("url"));
            int query = url.indexOf('?');
            HttpEvent.Builder event = HttpEvent.builder()
                    .method(String.valueOf(text("method")))
                    .path("/" + preset)
                    .query(query < 0 ? "" : url.substring(query + 1))
                    .body(String.valueOf(text("body")).getBytes(UTF_8));
            ((Map<?, ?>) vector.get("headers")).forEach((name, value) -> event.header((String) name, (String) value));
            return event.build();
        }

        @Override
        public String toString() {
            return preset + " " + vector.get("method") + " " + vector.get("status");
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String name : Presets.names()) {
            if (Presets.file(name).get("handshakeVectors") instanceof List<?> vectors) {
                vectors.forEach(vector -> rows.add(new Row(name, (Map<?, ?>) vector)));
            }
        }
        return rows;
    }

    private final TestHandler handler = new TestHandler();

    private Answer answer(Row row, HttpEvent event) {
        String at = row.text("at");
        Visit visit = handler.builder(Sources.of(row.source()))
                .secrets((reference, fresh) ->
                        SecretSet.fixed(String.valueOf(row.text("secret")).getBytes(UTF_8)))
                .clock(Clock.fixed(at == null ? TestHandler.NOW : Instant.parse(at), ZoneOffset.UTC))
                .build()
                .visit(event.withBody(new byte[0]));
        Answer refusal = visit.refusal();
        return refusal == null ? visit.take(event.body()) : refusal;
    }

    @Test
    void everyPresetWithAHandshake_showsOne() {
        List<String> shown = rows().stream().map(Row::preset).distinct().toList();
        List<String> answered = Presets.names().stream()
                .filter(name -> Presets.file(name).containsKey("handshake"))
                .toList();
        assertThat(answered).hasSizeGreaterThan(10).isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void handshake_isAnsweredAsTheSenderWaitsForIt(Row row) throws Exception {
        Answer answer = answer(row, row.event());
        assertThat(answer.status()).hasToString(String.valueOf(row.vector.get("status")));
        assertThat(answer.body()).isEqualTo(row.text("answer"));
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
        if (row.vector.get("answerHeaders") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> assertThat(answer.headers()).containsEntry((String) name, (String) value));
        }
        boolean keeps = row.source().handshake().isKept();
        assertThat(handler.queued).hasSize(keeps ? 1 : 0);
    }

    /** Each vector of an event in the file goes to the queue, although the source answers handshakes. */
    @Test
    void events_areNeverTakenForHandshakes() throws Exception {
        int events = 0;
        for (String name : Presets.names()) {
            if (!Presets.file(name).containsKey("handshake")) {
                continue;
            }
            Row first = rows().stream()
                    .filter(row -> row.preset.equals(name))
                    .findFirst()
                    .orElseThrow();
            for (Object each : (List<?>) Presets.file(name).get("vectors")) {
                Map<?, ?> vector = (Map<?, ?>) each;
                Row row = new Row(name, vector);
                if (vector.get("body") == null || first.text("publicKey") != null) {
                    continue;
                }
                Visit visit =
                        handler.builder(Sources.of(first.source())).build().visit(row.event());
                Answer refusal = visit.refusal();
                Answer answer = refusal == null ? visit.take(row.event().body()) : refusal;
                assertThat(answer.id())
                        .as(name + ": " + answer.status() + " " + answer.body())
                        .isNotNull();
                events++;
            }
        }
        assertThat(handler.queued).hasSize(events);
        assertThat(events).isGreaterThan(10);
    }
}
