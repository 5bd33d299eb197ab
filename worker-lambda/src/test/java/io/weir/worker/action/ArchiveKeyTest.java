package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.Event;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Sha256;
import io.weir.worker.fakes.InMemoryBucket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a stranger's type and id can lead, which are part of a key. */
class ArchiveKeyTest {
    private static final List<String> TEMPLATES = List.of(
            "{type}/{id}",
            "{id}",
            "{type}/x/{id}.json",
            "{yyyy}-{id}",
            "archive/{type}/{id}",
            "{source}/{type}/{id}",
            ".{id}/{type}");

    private static final List<String> TEXTS = List.of(
            "",
            ".",
            "..",
            "../",
            "../../inbox/x",
            "inbox/x",
            "inbox",
            "certificates/us-east-1/a.pem",
            "/",
            "a/b",
            "~",
            "%2E%2E",
            "\u0000",
            "x".repeat(5000),
            "é".repeat(400),
            "archive/");

    private static Event event(String type, String id) {
        return Events.webhook().type(type).id(id).build();
    }

    private static ArchiveKey key(String template) {
        return ArchiveKey.parse(new ConfigValue("WEIR_SOURCES /a", template));
    }

    @Test
    void of_anyTypeAndId_staysUnderTheArchiveAndSharesItsKeyWithNoOtherId() throws Exception {
        for (String template : TEMPLATES.subList(0, 6)) {
            for (String type : TEXTS) {
                List<String> keys = new ArrayList<>();
                for (String id : TEXTS) {
                    String key = key(template).of(event(type, id));
                    assertThat(key)
                            .startsWith("archive/")
                            .matches("archive/[A-Za-z0-9._%~/-]+")
                            .doesNotContain("//", "/.")
                            .hasSizeLessThanOrEqualTo(1024 - 65);
                    keys.add(key);
                }
                assertThat(keys).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void perform_anotherBodyUnderAnId_neverLiesWhereALongIdLies() throws Exception {
        InMemoryBucket bucket = new InMemoryBucket();
        ArchiveAction archive = new ArchiveAction(bucket, key("{id}"));
        String longId = "x".repeat(400);
        for (int beginning = 1; beginning <= 180; beginning++) {
            String id = "x".repeat(beginning);
            archive.perform(Events.webhook(id, "first"));
            archive.perform(Events.webhook(id, longId)); // beside it, under the hash of what the long id is
        }
        archive.perform(Events.webhook(longId, "of the long id"));
        assertThat(bucket.objects().entrySet())
                .filteredOn(object -> new String(object.getValue().bytes(), UTF_8).equals("of the long id"))
                .singleElement()
                .satisfies(object -> assertThat(object.getKey())
                        .endsWith("~~" + Sha256.hex(longId.getBytes(UTF_8)))
                        .doesNotEndWith("~" + Sha256.hex("of the long id".getBytes(UTF_8))));
    }

    @Test
    void parse_templateThatDoesNotBeginWithTheArchive_getsIt() throws Exception {
        assertThat(key("{id}").of(event("t", "i"))).isEqualTo("archive/i");
        assertThat(key("archive/{id}").of(event("t", "i"))).isEqualTo("archive/i");
        assertThat(key("archived/{id}").of(event("t", "i"))).isEqualTo("archive/archived/i");
    }

    @Test
    void of_longestIdBehindADate_leavesRoomForWhatIsAppended() throws Exception {
        String key = key("{yyyy}-{MM}-{dd}-{id}").of(event("t", "I".repeat(400)));
        assertThat(key.substring(key.lastIndexOf('/') + 1).length() + 65).isLessThanOrEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".{id}/{type}",
                ".x/{id}",
                "x/.{id}",
                "x/./{id}",
                "{id}/",
                "archive/.{id}",
                "{type}{type}/{id}",
            })
    void parse_templateWhoseKeysCanNeverBeWritten_isRefused(String template) {
        assertThatThrownBy(() -> key(template))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEIR_SOURCES /a: expected ");
        assertThatThrownBy(() -> key("a/".repeat(500) + "{id}")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> key("x".repeat(76) + "{id}")).isInstanceOf(ConfigurationException.class);
    }
}
