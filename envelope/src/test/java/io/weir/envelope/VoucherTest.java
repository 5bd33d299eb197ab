package io.weir.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class VoucherTest {
    private static final byte[] KEY = "operator key of this deployment".getBytes(StandardCharsets.UTF_8);
    private static final Instant RECEIVED = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final Instant AT = Instant.parse("2026-03-05T01:02:03.004Z");
    private static final String OLD = "01JN5V4C3QF3ZC2W7V9V6N3G5A";
    private static final String NEW = "01JN80T3Z4E8KQ3QK2Z9W4X5YB";

    /** What a voucher is made of, each as a text that can be changed. */
    private static List<String> parts() {
        return List.of(
                NEW,
                OLD,
                "archive",
                AT.toString(),
                "github",
                RECEIVED.toString(),
                "POST",
                "https://x/github?a=b",
                "content-type",
                "application/json",
                "{\"a\":1}");
    }

    private static ReceivedRequest request(List<String> parts) {
        return new ReceivedRequest(
                parts.get(4),
                Instant.parse(parts.get(5)),
                parts.get(6),
                parts.get(7),
                Map.of(parts.get(8), parts.get(9)),
                parts.get(10).getBytes(StandardCharsets.UTF_16BE));
    }

    private static Voucher sign(List<String> parts) {
        return Voucher.sign(KEY, parts.get(0), request(parts), parts.get(1), parts.get(2), Instant.parse(parts.get(3)));
    }

    @Test
    void holdsForTheRequestThatItWasMadeFor() {
        Voucher voucher = sign(parts());
        assertThat(voucher.vouchesFor(KEY, NEW, request(parts()))).isTrue();
        assertThat(Objects.requireNonNull(Voucher.parse(voucher.token())).vouchesFor(KEY, NEW, request(parts())))
                .isTrue();
    }

    @Test
    void doesNotHoldByAnotherKey() {
        Voucher voucher = sign(parts());
        for (int bit = 0; bit < KEY.length * 8; bit++) {
            byte[] other = KEY.clone();
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(voucher.vouchesFor(other, NEW, request(parts()))).isFalse();
        }
        assertThatThrownBy(() -> voucher.vouchesFor(new byte[0], NEW, request(parts())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 2000)
    void doesNotHoldOnceAnyCharacterOfAnyPartIsAnother(
            @ForAll @IntRange(max = 10) int part, @ForAll @IntRange(max = 100) int index, @ForAll char other) {
        List<String> parts = new java.util.ArrayList<>(parts());
        String text = parts.get(part);
        int at = index % text.length();
        // Times stay times, and a header's name is read in lower case.
        char changed = part == 3 || part == 5 ? text.charAt(at) : Character.toLowerCase(other);
        if (part == 3 || part == 5) {
            parts.set(part, Instant.parse(text).plusMillis(index + 1L).toString());
        } else if (changed == text.charAt(at)) {
            return;
        } else {
            parts.set(part, text.substring(0, at) + changed + text.substring(at + 1));
        }
        Voucher voucher = sign(parts());
        Voucher told = new Voucher(parts.get(1), parts.get(2), Instant.parse(parts.get(3)), voucher.mac());
        assertThat(told.vouchesFor(KEY, parts.get(0), request(parts))).isFalse();
    }

    @Property(tries = 2000)
    void holdsNoMoreOnceAnyBitOfItsWordIsAnother(@ForAll @IntRange(max = 100_000) int index) {
        String token = sign(parts()).token();
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        int bit = index % (bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        Voucher read = Voucher.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(read == null || !read.vouchesFor(KEY, NEW, request(parts()))).isTrue();
    }

    /** Moving a character from the end of a part to the beginning of the next must not keep the proof. */
    @Test
    void partsCannotBeShifted() {
        ReceivedRequest one = request(parts());
        Voucher voucher = Voucher.sign(KEY, NEW, one, OLD, null, AT);
        assertThat(new Voucher(OLD.substring(1), null, AT, voucher.mac()).vouchesFor(KEY, NEW + OLD.charAt(0), one))
                .isFalse();
        Map<String, String> split = new LinkedHashMap<>();
        split.put("content", "-typeapplication/json");
        ReceivedRequest other =
                new ReceivedRequest(one.source(), one.receivedAt(), one.method(), one.url(), split, one.body());
        assertThat(voucher.vouchesFor(KEY, NEW, other)).isFalse();
    }

    @Property(tries = 500)
    void readsNoWordThatItDidNotMake(@ForAll @Size(max = 200) byte[] bytes) {
        assertThat(Voucher.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .isNull();
        assertThat(Voucher.parse(new String(bytes, StandardCharsets.ISO_8859_1)))
                .isNull();
    }

    @Test
    void standsBehindTheIdOfAMessageThatIsAReplay() throws Exception {
        QueueMessage message = QueueMessage.of(request(parts()).withId(OLD), List.of());
        Map<String, String> old = new LinkedHashMap<>(message.attributes());
        old.put(Attributes.FAILURE, "{}");
        QueueMessage replay = Voucher.vouched(KEY, new QueueMessage(message.body(), old), NEW, OLD, "archive", AT);

        ReceivedRequest opened = replay.open();
        assertThat(opened).isEqualTo(request(parts()).withId(NEW));
        assertThat(QueueMessage.idOf(replay.attributes())).isEqualTo(NEW);
        assertThat(replay.attributes()).doesNotContainKey(Attributes.FAILURE);
        String word = Objects.requireNonNull(QueueMessage.voucherOf(replay.attributes()));
        assertThat(Objects.requireNonNull(Voucher.parse(word)).vouchesFor(KEY, NEW, opened))
                .isTrue();
        assertThat(QueueMessage.voucherOf(message.attributes())).isNull();
    }

    /** Whatever a sender's URL holds: the door's id ends the line, and before it all is URL. */
    @Test
    void isNothingThatASenderCanWrite() throws Exception {
        String word = sign(parts()).token();
        for (String end :
                List.of("", " ", " " + OLD, " " + OLD + " " + word, " " + word, " " + word + " " + OLD, "  ")) {
            ReceivedRequest request = new ReceivedRequest(
                    "github", RECEIVED, "POST", "https://x/github?" + end, Map.of(), new byte[0], NEW);
            QueueMessage message = QueueMessage.of(request, List.of());
            assertThat(QueueMessage.voucherOf(message.attributes())).isNull();
            assertThat(message.open()).isEqualTo(request);
        }
    }

    @Test
    void isNotShownInLogs() {
        Voucher voucher = sign(parts());
        assertThat(voucher.toString()).doesNotContain(voucher.mac()).contains(OLD);
    }
}
