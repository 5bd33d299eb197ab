package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.fakes.InMemoryBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBridgeActionTest {
    private record Put(String bus, String source, String detailType, String detail) {}

    private final List<Put> puts = new ArrayList<>();
    private final InMemoryBucket bucket = new InMemoryBucket();
    private final EventBridgeProvider provider = provider("orders");

    private EventBridgeProvider provider(String defaultBus) {
        return new EventBridgeProvider(
                (bus, source, type, detail, time) -> puts.add(new Put(bus, source, type, detail)), bucket, defaultBus);
    }

    private static ConfigValue options(String json) throws JsonException {
        return new ConfigValue("/s/actions/0/eventbridge", Json.read(json));
    }

    private Map<?, ?> detail(Event event) throws Exception {
        provider.create(options("{}")).perform(event);
        return (Map<?, ?>) Json.read(puts.getLast().detail());
    }

    @Test
    void perform_jsonBody_isPartOfTheDetailAndTheTypeIsTheDetailType() throws Exception {
        Map<?, ?> detail = detail(Events.webhook("1", "{\"total\": 12.50, \"name\": \"\\u00e9\"}"));

        assertThat(puts.getLast().bus()).isEqualTo("orders");
        assertThat(puts.getLast().source()).isEqualTo("weir.shop");
        assertThat(puts.getLast().detailType()).isEqualTo("orders/create");
        assertThat(((Map<?, ?>) detail.get("body")).get("total")).hasToString("12.50");
        assertThat(((Map<?, ?>) detail.get("body")).get("name")).isEqualTo("é");
        assertThat(detail.get("id")).isEqualTo("1");
        assertThat(detail.get("idempotencyKey")).isEqualTo("shop/1");
        assertThat(detail.get("receivedAt")).isEqualTo(Events.RECEIVED_AT.toString());
    }

    @Test
    void perform_anyEvent_saysWhetherIdAndTypeAreSigned() throws Exception {
        Map<?, ?> webhook = detail(Events.webhook("1", "{}"));
        assertThat(webhook.get("idSigned")).isEqualTo(false);
        assertThat(webhook.get("typeSigned")).isEqualTo(false);
        Map<?, ?> proven =
                detail(Events.webhook().idSigned(true).typeSigned(true).build());
        assertThat(proven.get("idSigned")).isEqualTo(true);
        assertThat(proven.get("typeSigned")).isEqualTo(true);
    }

    @Test
    void perform_textAndBinaryBodies_areKeptAsTheyAre() throws Exception {
        assertThat(detail(Events.webhook("1", "<xml/>")).get("bodyText")).isEqualTo("<xml/>");
        assertThat(detail(Events.webhook("2", "")).get("bodyText")).isEqualTo("");
        assertThat(detail(Events.webhook().body(new byte[] {(byte) 0xFF}).build())
                        .get("bodyBase64"))
                .isEqualTo("/w==");
    }

    @Test
    void perform_bodyTooBigForABus_givesItsPlaceInTheArchive() throws Exception {
        String body = "\"" + "é".repeat(150_000) + "\"";
        Map<?, ?> detail = detail(Events.webhook("1", body));

        Map<?, ?> archive = (Map<?, ?>) detail.get("archive");
        assertThat(archive.get("bucket")).isEqualTo(bucket.name());
        assertThat(bucket.objects().get((String) archive.get("key")).bytes()).isEqualTo(body.getBytes(UTF_8));
        assertThat(detail.containsKey("body")).isFalse();
        assertThat(puts.getLast().detail().length()).isLessThan(2000);
    }

    @Test
    void perform_bodyOfMillionsOfValues_isArchivedInASmallHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeDetails.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void perform_aBodyJustWithinTheLimit_isNotArchived() throws Exception {
        String body = "\"" + "x".repeat(EventBus.MAX_BYTES - 1024 - 400) + "\"";
        assertThat(detail(Events.webhook("1", body)).containsKey("body")).isTrue();
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void perform_configuredBusTypeAndKey_areUsed() throws Exception {
        Action configured = provider(null)
                .create(options("{\"bus\": \"other\", \"detailType\": \"order\", \"key\": \"big/{id}\"}"));
        configured.perform(Events.webhook("1", "x".repeat(300_000)));
        assertThat(puts.getLast().bus()).isEqualTo("other");
        assertThat(puts.getLast().detailType()).isEqualTo("order");
        assertThat(bucket.objects()).containsOnlyKeys("archive/big/1");
    }

    @Test
    void perform_noType_hasADetailTypeAllTheSame() throws Exception {
        detail(Events.webhook().type("").build());
        assertThat(puts.getLast().detailType()).isEqualTo("event");
    }

    @Test
    void perform_endlessType_isCutToWhatABusTakes() throws Exception {
        detail(Events.webhook().type("t".repeat(500)).build());
        assertThat(puts.getLast().detailType()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"buss\": \"x\"}", "{\"bus\": 1}", "{\"key\": \"no-id\"}"})
    void create_wrongOptions_saysWhere(String options) {
        assertThatThrownBy(() -> provider.create(options(options)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/actions/0/eventbridge");
    }

    @Test
    void create_noBusAtAll_isRefusedAtTheStart() {
        assertThatThrownBy(() -> provider(null).create(options("{}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WEIR_EVENT_BUS");
    }
}
