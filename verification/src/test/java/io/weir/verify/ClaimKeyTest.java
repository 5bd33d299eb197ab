package io.weir.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClaimKeyTest {
    private static String key(String kind, List<String> parts) {
        ClaimKey key = ClaimKey.of(kind, "s");
        parts.forEach(key::with);
        return key.hex();
    }

    @Property(tries = 2000)
    void hex_otherParts_areAnotherKeyOfTheSameLength(
            @ForAll @Size(max = 3) List<String> one, @ForAll @Size(max = 3) List<String> other) {
        assertThat(key("id", one)).matches("[0-9a-f]{64}").isEqualTo(key("id", one));
        assertThat(key("id", one).equals(key("id", other))).isEqualTo(one.equals(other));
        assertThat(key("proof", one)).isNotEqualTo(key("id", one));
    }

    @Property(tries = 1000)
    void hex_sameCharactersCutElsewhere_areAnotherKey(@ForAll @Size(min = 2, max = 4) List<String> parts) {
        List<String> joined = new ArrayList<>(parts.subList(1, parts.size()));
        joined.set(0, parts.get(0) + parts.get(1));
        assertThat(key("id", joined)).isNotEqualTo(key("id", parts));
    }

    @Test
    void hex_piecesOfOnePart_areThePartInARow() {
        byte[] whole = "abc".getBytes(UTF_8);
        List<byte[]> pieces = List.of("a".getBytes(UTF_8), "bc".getBytes(UTF_8));
        assertThat(ClaimKey.of("k", "s").with(pieces).hex())
                .isEqualTo(ClaimKey.of("k", "s").with(whole).hex());
    }

    @Test
    void hex_absentEmptyAndLoneSurrogate_areAllDifferent() {
        assertThat(List.of(
                        ClaimKey.of("k", "s").with((String) null).hex(),
                        ClaimKey.of("k", "s").with("").hex(),
                        ClaimKey.of("k", "s").hex(),
                        ClaimKey.of("k", "s").with("?").hex(),
                        ClaimKey.of("k", "s").with("\uD800").hex(),
                        ClaimKey.of("k", "s").with("\uD801").hex()))
                .doesNotHaveDuplicates();
    }

    @Test
    void hex_sourceAndKind_areNotMixedUp() {
        assertThat(ClaimKey.of("a", "bc").hex())
                .isNotEqualTo(ClaimKey.of("ab", "c").hex());
    }
}
