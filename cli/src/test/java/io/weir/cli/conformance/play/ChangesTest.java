package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.conformance.plan.Change;
import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.Outgoing.Line;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed after signing. */
class ChangesTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static Outgoing changed(String value, String change) throws Exception {
        Outgoing request = new Outgoing(
                "POST", "a=b", List.of(new Line("x-sig", value), new Line("other", "o")), "body".getBytes(UTF_8));
        Changes changes = new Changes(Texts.of("m"), name -> name.equals("{signature}") ? List.of("x-sig") : List.of());
        return changes.apply(List.of(Change.parse(new ConfigValue("c", Json.readObject(change)))), request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "set":"${case}"                  | x-sig: m
                    "append":",x"                    | x-sig: t=1700000000,v1=HEX,x
                    "replace":["v1=","v0="]          | x-sig: t=1700000000,v0=HEX
                    "remove":true                    | ``
                    "twice":true                     | x-sig: t=1700000000,v1=HEX, x-sig: t=1700000000,v1=HEX
                    "before":"0"                     | x-sig: 0, x-sig: t=1700000000,v1=HEX
                    "after":"0"                      | x-sig: t=1700000000,v1=HEX, x-sig: 0
                    "keep":2                         | x-sig: t=1700000000,v1=01
                    "keep":0                         | x-sig: t=1700000000,v1=
                    "plus":5                         | x-sig: t=1700000005,v1=HEX
                    "rename":"y"                     | y: t=1700000000,v1=HEX
                    "upperName":true                 | X-SIG: t=1700000000,v1=HEX
                    """)
    void aHeader_isEdited(String edit, String lines) throws Exception {
        Outgoing changed = changed("t=1700000000,v1=" + HEX, "{\"header\":\"{signature}\"," + edit + "}");
        String all = String.join(
                ", ",
                changed.headers().stream()
                        .filter(line -> !line.is("other"))
                        .map(line -> line.name() + ": " + line.value())
                        .toList());
        assertThat(all).isEqualTo(lines.replace("HEX", HEX));
    }

    @Test
    void aFlippedCharacter_isAnotherByte_alsoBeforePadding() throws Exception {
        assertThat(value("sha256=" + HEX, "\"flip\":0")).isEqualTo("sha256=8" + HEX.substring(1));
        assertThat(value("sha256=" + HEX, "\"flip\":-1")).isEqualTo("sha256=" + HEX.substring(0, 63) + "7");
        String base64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assertThat(value("v1," + base64, "\"flip\":-1")).isEqualTo("v1," + base64.replace("A=", "g="));
        assertThat(value("sha256=" + HEX, "\"upper\":true")).isEqualTo("sha256=" + HEX.toUpperCase(Locale.ROOT));
    }

    private static String value(String before, String edit) throws Exception {
        return changed(before, "{\"header\":\"{signature}\"," + edit + "}")
                .headers()
                .getFirst()
                .value();
    }

    @Test
    void bodyAndQuery_areEdited() throws Exception {
        assertThat(changed("x", "{\"body\":{\"append\":\"é\"}}").body()).isEqualTo("bodyé".getBytes(UTF_8));
        assertThat(changed("x", "{\"body\":{\"replace\":[\"od\",\"${case}\"]}}").body())
                .isEqualTo("bmy".getBytes(UTF_8));
        assertThat(changed("x", "{\"body\":{\"set\":{\"text\":\"\"}}}").body()).isEmpty();
        assertThat(changed("x", "{\"query\":\"c=d\"}").query()).isEqualTo("a=b&c=d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"header":"{signature}","upper":true}
                    {"header":"{signature}","flip":0}
                    {"header":"{signature}","keep":3}
                    {"header":"{signature}","plus":3}
                    {"header":"{signature}","replace":["a","b"]}
                    {"header":"{time}","set":"1"}
                    {"header":"none","remove":true}
                    {"body":{"replace":["x","y"]}}
                    """)
    void aChangeThatChangesNothing_isNoCase(String change) {
        assertThatThrownBy(() -> changed("short", change)).isInstanceOf(CannotPlayException.class);
    }

    @Test
    void aHeaderThatIsNotThere_canBeSet() throws Exception {
        assertThat(changed("x", "{\"header\":\"new\",\"set\":\"1\"}").headers()).contains(new Line("new", "1"));
    }
}
