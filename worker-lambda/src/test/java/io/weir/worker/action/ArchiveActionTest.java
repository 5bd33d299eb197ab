package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Action;
import io.weir.action.Event;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Sha256;
import io.weir.worker.fakes.InMemoryBucket;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveActionTest {
    private static final String KEY = "archive/shop/2026/03/04/";

    private final InMemoryBucket bucket = new InMemoryBucket();
    private final ArchiveProvider provider = new ArchiveProvider(bucket);
    private final Action archive = provider.create(options(Map.of()));

    @Test
    void perform_newEvent_storesTheBytesWithTypeAndHeaders() throws Exception {
        byte[] body = {0, (byte) 0xFF, 'x'};
        archive.perform(Events.webhook().id("id-1").body(body).build());

        assertThat(bucket.objects()).containsOnlyKeys(KEY + "id-1");
        InMemoryBucket.StoredObject object = bucket.objects().get(KEY + "id-1");
        assertThat(object.bytes()).isEqualTo(body);
        assertThat(object.contentType()).isEqualTo("application/json");
        assertThat(object.metadata())
                .containsEntry("received-at", "2026-03-04T23:59:59.999Z")
                .containsEntry("headers", "{\"x-shopify-topic\":\"orders/create\"}");
    }

    @Test
    void perform_sameEventAgain_changesNothing() throws Exception {
        archive.perform(Events.webhook("id-1", "{}"));
        archive.perform(Events.webhook("id-1", "{}"));

        assertThat(bucket.objects()).containsOnlyKeys(KEY + "id-1");
    }

    @Test
    void perform_otherBodyUnderTheSameId_keepsBoth() throws Exception {
        archive.perform(Events.webhook("id-1", "first"));
        archive.perform(Events.webhook("id-1", "second"));

        assertThat(bucket.objects()).hasSize(2);
        assertThat(bucket.objects().get(KEY + "id-1").bytes()).isEqualTo("first".getBytes(UTF_8));
        assertThat(bucket.objects()
                        .get(KEY + "id-1~" + Sha256.hex("second".getBytes(UTF_8)))
                        .bytes())
                .isEqualTo("second".getBytes(UTF_8));
    }

    @Test
    void perform_headersBeyondTheLimitOfMetadata_keepsThemInASideObject() throws Exception {
        archive.perform(Events.webhook()
                .id("id-1")
                .headers(Map.of("x-long", "é".repeat(1000)))
                .build());

        assertThat(bucket.objects()).containsOnlyKeys(KEY + "id-1", KEY + "id-1~headers");
        assertThat(bucket.objects().get(KEY + "id-1").metadata()).doesNotContainKey("headers");
    }

    @Test
    void perform_bucketDown_throwsSoThatTheEventIsRetried() {
        bucket.setDown(true);
        assertThatThrownBy(() -> archive.perform(Events.webhook("id-1", "{}"))).isInstanceOf(IOException.class);
    }

    @Test
    void create_plainIdAsKey_storesUnderTheId() throws Exception {
        configured("{id}").perform(Events.webhook("b54557e4-bdd9-4b37", "{}"));
        assertThat(bucket.objects()).containsOnlyKeys("archive/b54557e4-bdd9-4b37");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "archive/{source}",
                "{nothing}/{id}",
                "/{id}",
                "../{id}",
                "a//{id}",
                "inbox/{id}",
                "certificates/{id}",
                "rejected/{id}",
                "a b/{id}",
                "{type}-{id}",
                "x/{source}.{id}/y",
                "{id}{id}",
                "{id"
            })
    void create_unusableKey_namesTheOption(String key) {
        assertThatThrownBy(() -> configured(key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEIR_SOURCES /shop/actions/0/archive/key: expected ");
    }

    @Test
    void create_unknownOption_isRefused() {
        assertThatThrownBy(() -> provider.create(options(Map.of("kee", "{id}"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES /shop/actions/0/archive: unknown member 'kee', expected only key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../../x", "a/b", "\u0000", "a\nb", "~", "%2F", "é", ""})
    void key_hostileId_staysOneSafeSegment(String id) throws Exception {
        archive.perform(Events.webhook(id, "{}"));

        String key = bucket.objects().keySet().iterator().next();
        assertThat(key).startsWith(KEY);
        assertThat(key.substring(KEY.length()))
                .matches("[A-Za-z0-9_%~-][A-Za-z0-9._%~-]*")
                .isNotEqualTo("..");
    }

    @Property(tries = 2000)
    void key_twoIds_neverShareAKey(@ForAll String first, @ForAll String second) {
        Assume.that(!first.equals(second));
        Assume.that(wellFormed(first) && wellFormed(second));
        assertThat(ArchiveKey.safe(first)).isNotEqualTo(ArchiveKey.safe(second));
    }

    @Test
    void key_longIdsWithACommonBeginning_differ() {
        String first = "x".repeat(5000) + "1";
        String second = "x".repeat(5000) + "2";
        assertThat(ArchiveKey.safe(first)).hasSize(120).isNotEqualTo(ArchiveKey.safe(second));
    }

    /** A lone surrogate has no bytes of its own in UTF-8; no header or JSON that was accepted holds one. */
    private static boolean wellFormed(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    private Action configured(String key) {
        return provider.create(options(Map.of("key", key)));
    }

    private static ConfigValue options(Map<String, String> options) {
        return new ConfigValue("WEIR_SOURCES /shop/actions/0/archive", options);
    }

    @Test
    void perform_eventWithoutId_isKeptUnderATilde() throws Exception {
        Event event = Events.webhook("", "{}");
        archive.perform(event);
        assertThat(bucket.objects()).containsOnlyKeys(KEY + "~");
    }
}
