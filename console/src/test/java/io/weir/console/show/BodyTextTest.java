package io.weir.console.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.console.show.BodyText.Kind;
import io.weir.envelope.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyTextTest {
    private static BodyText of(String type, byte[] body) {
        return BodyText.of(new ReceivedRequest(
                "orders", Instant.EPOCH, "POST", "https://in.example/orders", Map.of("content-type", type), body));
    }

    private static BodyText of(String type, String body) {
        return of(type, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void json_has_a_member_a_line_and_its_numbers_as_they_were_written() {
        assertThat(of("text/plain", "{\"a\":1.10e2,\"b\":[true,null]}"))
                .isEqualTo(new BodyText(Kind.JSON, "{\n  \"a\" : 1.10e2,\n  \"b\" : [\n    true,\n    null\n  ]\n}"));
    }

    @Test
    void what_is_no_json_stays_as_it_is() {
        assertThat(of("application/json", "{\"a\":1,}")).isEqualTo(new BodyText(Kind.TEXT, "{\"a\":1,}"));
        assertThat(of("application/json", "[".repeat(5000)).kind()).isEqualTo(Kind.TEXT);
    }

    @Test
    void a_form_has_a_field_a_line_and_no_secret() {
        assertThat(of(
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "text=a%20b%0Ac&token=gIkuvaNzQIHg97ATvDxqgjtO&x"))
                .isEqualTo(new BodyText(Kind.FORM, "text = a b\nc\ntoken = [blanked]\nx"));
        assertThat(of("application/x-www-form-urlencoded", "a=%zz").text()).isEqualTo("a = %zz");
    }

    @Test
    void xml_has_an_element_a_line() {
        assertThat(of("text/xml", "<a b='1&lt;2'><c>x &amp; y</c><!--z--></a>"))
                .isEqualTo(
                        new BodyText(Kind.XML, "<a b=\"1&lt;2\">\n  <c>\n    x &amp; y\n  </c>\n  <!--z-->\n</a>\n"));
    }

    @Test
    void xml_reads_no_other_file_and_grows_nothing() {
        String other = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assertThat(of("text/xml", other)).isEqualTo(new BodyText(Kind.TEXT, other));
        String bomb = "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;&z;</a>";
        assertThat(of("application/xml", bomb)).isEqualTo(new BodyText(Kind.TEXT, bomb));
        assertThat(of("application/xml", "<a>".repeat(200)).kind()).isEqualTo(Kind.TEXT);
    }

    @Test
    void html_is_text() {
        assertThat(of("text/html", "<b>x</b>")).isEqualTo(new BodyText(Kind.TEXT, "<b>x</b>"));
    }

    @Test
    void bytes_are_shown_in_rows() {
        BodyText shown = of("application/json", new byte[] {0, 'a', (byte) 0xff});
        assertThat(shown.kind()).isEqualTo(Kind.BYTES);
        assertThat(shown.text()).startsWith("00000000  00 61 ff ").endsWith("  .a.\n");
        assertThat(of("", new byte[5000]).text()).endsWith("904 bytes more\n");
    }

    @Test
    void a_large_one_is_not_shown() {
        assertThat(of("text/plain", "x".repeat(64 * 1024)).kind()).isEqualTo(Kind.TEXT);
        assertThat(of("text/plain", "x".repeat(64 * 1024 + 1))).isEqualTo(new BodyText(Kind.LARGE, null));
        assertThat(of("text/plain", "")).isEqualTo(new BodyText(Kind.EMPTY, ""));
    }

    @Test
    void what_proves_a_topic_is_not_shown() {
        String shown = of("text/plain", "{\"Signature\":\"c2VjcmV0\",\"UnsubscribeURL\":\"https://sns.example/?x\"}")
                .text();
        assertThat(shown).doesNotContain("c2VjcmV0", "sns.example").contains("[blanked]");
    }
}
