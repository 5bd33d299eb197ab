package io.weir.envelope.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    private static PublicUrl url(Object text) {
        return PublicUrl.parse(new ConfigValue("WEIR_URL", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://api.example.com/hooks/twilio",
                "HTTP://192.0.2.1:8080/a%20b/",
                "https://[2001:db8::1]:8443/x"
            })
    void parse_absoluteUrl_isKeptAsItIsWritten(String text) {
        assertThat(url(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com/hooks",
                "/hooks",
                "ftp://api.example.com/",
                "https:api.example.com",
                "https:///hooks",
                "https://me@api.example.com/",
                "https://me:s3cr3t@api.example.com/",
                "https://@api.example.com/",
                "https://api.example.com/?a=b",
                "https://api.example.com/?",
                "https://api.example.com/#a",
                "https://api.example.com/#",
                "https://api.example.com/a b",
                "https://api.example.com/ä",
                "https://api.example.com:99999999999/",
                " https://api.example.com/"
            })
    void parse_anythingElse_isRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> url(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "WEIR_URL: expected an absolute http or https URL without user, query and fragment, in ASCII");
    }

    @Test
    void parse_noText_isRefused() {
        assertThatThrownBy(() -> url(true)).hasMessage("WEIR_URL: expected a non-empty string");
    }

    @ParameterizedTest
    @CsvSource({"https://a.example/hooks", "https://a.example/hooks/"})
    void of_source_isAppendedAsOneSegment(String base) {
        assertThat(url(base).of("twilio").text()).isEqualTo("https://a.example/hooks/twilio");
    }

    @Test
    void withQuery_query_isAppendedAsItCame() {
        assertThat(url("https://a.example/x").withQuery("a=%20b&c")).isEqualTo("https://a.example/x?a=%20b&c");
        assertThat(url("https://a.example/x").withQuery("")).isEqualTo("https://a.example/x");
    }

    @Test
    void source_url_isReadOrNull() {
        String source = "{\"s\":{\"scheme\":\"twilio\",\"secret\":\"env:X\"%s}}";
        assertThat(Sources.parse("x", source.formatted(",\"url\":\"https://a.example/x\""))
                        .all())
                .singleElement()
                .satisfies(s -> assertThat(s.url()).isEqualTo(new PublicUrl("https://a.example/x")));
        assertThat(Sources.parse("x", source.formatted("")).all())
                .singleElement()
                .satisfies(s -> assertThat(s.url()).isNull());
        assertThatThrownBy(() -> Sources.parse("WEIR_SOURCES", source.formatted(",\"url\":\"/x\"")))
                .hasMessage(
                        "WEIR_SOURCES /s/url: expected an absolute http or https URL without user, query and fragment, in ASCII");
    }
}
