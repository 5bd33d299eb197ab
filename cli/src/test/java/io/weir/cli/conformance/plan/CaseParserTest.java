package io.weir.cli.conformance.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the file of a case, and where. */
class CaseParserTest {
    private static final String HEAD = "\"id\":\"x\",\"title\":\"t\",\"rule\":\"r\",";

    private static Case parse(String members) {
        return CaseParser.parse("any", "x", ("{" + HEAD + members + "}").getBytes(UTF_8));
    }

    private static Step step(String step) {
        return parse("\"expect\":\"accept\",\"steps\":[" + step + "]").steps().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    "expect":"accept","steps":[{}],"more":1;                            any/x.json: unknown member 'more'
                    "expect":"yes","steps":[{}];                                        any/x.json/expect: expected one of
                    "expect":"either","steps":[{}];                                     any/x.json/why: expected
                    "expect":"accept","why":"w","steps":[{}];                           any/x.json/why: expected
                    "expect":"accept","steps":[];                                       any/x.json/steps: expected at least one
                    "expect":"accept";                                                  any/x.json/steps: expected at least one
                    "expect":"accept","effects":-1,"steps":[{}];                        any/x.json/effects: expected a whole number
                    "expect":"accept","steps":[{"metod":"GET"}];                        any/x.json/steps/0: unknown member 'metod'
                    "expect":"accept","steps":[{"body":"x"}];                           any/x.json/steps/0/body: expected an object
                    "expect":"accept","steps":[{"body":{}}];                            any/x.json/steps/0/body: expected one of text
                    "expect":"accept","steps":[{"body":{"text":"a","json":1}}];         any/x.json/steps/0/body: expected one of text
                    "expect":"accept","steps":[{"body":{"base64":"!"}}];                any/x.json/steps/0/body/base64: expected base64
                    "expect":"accept","steps":[{"body":{"text":"${cas}"}}];             any/x.json/steps/0/body/text: expected no ${cas}
                    "expect":"accept","steps":[{"body":{"json":{"a":["${b}"]}}}];       any/x.json/steps/0/body/json/a/0: expected no ${b}
                    "expect":"accept","steps":[{"body":{"repeat":{"text":"a","times":0}}}]; any/x.json/steps/0/body/repeat/times: expected
                    "expect":"accept","steps":[{"proof":"some"}];                       any/x.json/steps/0/proof: expected one of
                    "expect":"accept","steps":[{"clock":"later"}];                      any/x.json/steps/0/clock: expected an ISO-8601
                    "expect":"accept","steps":[{"times":0}];                            any/x.json/steps/0/times: expected
                    "expect":"accept","steps":[{"again":0}];                            any/x.json/steps/0/again: expected nothing
                    "expect":"accept","steps":[{},{"again":1}];                         any/x.json/steps/1/again: expected
                    "expect":"accept","steps":[{},{"again":0,"clock":"PT1M"}];          any/x.json/steps/1/clock: expected nothing beside again
                    "expect":"accept","steps":[{"change":[{}]}];                        any/x.json/steps/0/change/0/header: expected
                    "expect":"accept","steps":[{"change":[{"header":"a"}]}];            any/x.json/steps/0/change/0: expected a header and one
                    "expect":"accept","steps":[{"change":[{"header":"a","turn":1}]}];   any/x.json/steps/0/change/0: expected one of set
                    "expect":"accept","steps":[{"change":[{"header":"{sig}","upper":true}]}]; any/x.json/steps/0/change/0/header: expected
                    "expect":"accept","steps":[{"change":[{"header":"a","remove":false}]}]; any/x.json/steps/0/change/0/remove: expected true
                    "expect":"accept","steps":[{"change":[{"body":{"replace":["a"]}}]}]; any/x.json/steps/0/change/0/body/replace: expected two
                    "expect":"accept","steps":[{"wire":{"encoding":"br"}}];             any/x.json/steps/0/wire/encoding: expected gzip
                    "expect":"accept","steps":[{"wire":{"chunked":[0]}}];               any/x.json/steps/0/wire/chunked/0: expected
                    "expect":"accept","steps":[{"wire":{"http10":"yes"}}];              any/x.json/steps/0/wire/http10: expected true or false
                    "expect":"accept","steps":[{"answer":{"status":99}}];               any/x.json/steps/0/answer/status: expected
                    "expect":"accept","steps":[{"sns":{},"body":{"text":""}}];          any/x.json/steps/0/sns: expected
                    """)
    void whatIsWrong_isSaidWithItsPlace(String members, String fault) {
        assertThatThrownBy(() -> parse(members))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(fault);
    }

    @Test
    void anotherName_thanTheFiles_isRefused() {
        String text = "{" + HEAD + "\"expect\":\"accept\",\"steps\":[{}]}";
        assertThatThrownBy(() -> CaseParser.parse("any", "y", text.getBytes(UTF_8)))
                .hasMessage("any/y.json/id: expected the name of the file");
        assertThatThrownBy(() -> CaseParser.parse("any", "y", "{".getBytes(UTF_8)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("any/y.json: ");
    }

    @Test
    void aStep_isWhatItSays() {
        Step step = step("""
                {"method":"PUT","query":"a=${case}","headers":{"A":"1","B":["2","3"],"C":null},"proof":"other-secret",
                 "clock":"PT-10M","times":3,"wire":{"chunked":[1,2],"pause":"PT1S","breakAfter":4}}""");
        assertThat(step.method()).isEqualTo("PUT");
        assertThat(step.headers()).isEqualTo(Map.of("A", List.of("1"), "B", List.of("2", "3"), "C", List.of()));
        assertThat(step.proof()).isEqualTo(Step.Proof.OTHER_SECRET);
        assertThat(step.clock()).isEqualTo(Duration.ofMinutes(-10));
        assertThat(step.times()).isEqualTo(3);
        assertThat(step.wire()).isEqualTo(new Wire(List.of(1, 2), 1, Duration.ofSeconds(1), false, false, false, 4));
    }

    @Test
    void effects_areOneOrNone_unlessTheCaseSaysIt() {
        Case accept = parse("\"expect\":\"accept\",\"steps\":[{}]");
        assertThat(List.of(accept.fewest(), accept.most())).containsExactly(1, 1);
        Case reject = parse("\"expect\":\"reject\",\"steps\":[{}]");
        assertThat(List.of(reject.fewest(), reject.most())).containsExactly(0, 0);
        Case either = parse("\"expect\":\"either\",\"why\":\"w\",\"steps\":[{}]");
        assertThat(List.of(either.fewest(), either.most())).containsExactly(0, 1);
        Case twice = parse("\"expect\":\"reject\",\"effects\":1,\"steps\":[{\"expect\":\"accept\"},{\"again\":0}]");
        assertThat(List.of(twice.fewest(), twice.most())).containsExactly(1, 1);
        assertThat(twice.needsEffects()).isFalse();
        assertThat(parse("\"expect\":\"accept\",\"effects\":1,\"steps\":[{\"times\":2}]")
                        .needsEffects())
                .isTrue();
    }

    @Test
    void bodies_areTheirBytes_withTheMarkerIn() {
        Texts texts = Texts.of("m");
        assertThat(body("{\"text\":\"é${case}\"}").bytes(texts)).isEqualTo("ém".getBytes(UTF_8));
        assertThat(body("{\"base64\":\"/yR7Y2FzZX0=\"}").bytes(texts)).isEqualTo(new byte[] {(byte) 0xff, 'm'});
        assertThat(body("{\"json\":{\"a\":[\"${case}\",1.0,null]}}").bytes(texts))
                .isEqualTo("{\"a\":[\"m\",1.0,null]}".getBytes(UTF_8));
        assertThat(body("{\"prefix\":\"${case}\",\"repeat\":{\"text\":\"ab\",\"times\":2},\"suffix\":\"z\"}")
                        .bytes(texts))
                .isEqualTo("mababz".getBytes(UTF_8));
    }

    private static Body body(String json) {
        return step("{\"body\":" + json + "}").bodyOr(new Body.Text("none"));
    }
}
