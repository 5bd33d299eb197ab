package io.weir.worker.filter;

import static io.weir.worker.filter.Filters.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of no event, and what a hostile pattern or body may cost. */
class FilterLimitsTest {
    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String objects(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"a\": 1, \"b\": " + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"a\": 2}|the body has a member twice that the pattern looks at",
                "{\"a\": 12345678901234567}|the pattern compares a number that no double has",
                "{\"a\": 0.12345678901234567890}|the pattern compares a number that no double has",
                "{\"a\": 1e999}|the pattern compares a number that no double has",
                "{\"a\": 1e99999999999}|the pattern compares a number that no double has",
                "{\"a\": \"\\ud800\"}|the pattern looks at a text with half a character"
            })
    void wants_whatNobodyCanTell_isNeitherYesNorNo(String body, String why) {
        assertThatThrownBy(() -> wants("{\"body\": {\"a\": [{\"numeric\": [\">\", 0.1]}, \"?\"]}}", body))
                .isInstanceOf(UnfilterableException.class)
                .hasMessage(why);
    }

    @Test
    void wants_bodyThatIsTooDeep_isNeitherYesNorNo() {
        String deep = "[".repeat(101) + "]".repeat(101);
        for (String body : List.of(deep, "{\"b\": " + deep + ", \"a\": 1}", "{\"a\": " + deep + "}")) {
            assertThatThrownBy(() -> wants("{\"body\": {\"a\": [1]}}", body))
                    .isInstanceOf(UnfilterableException.class)
                    .hasMessageContaining("nested too deep");
        }
    }

    @Test
    void wants_aLongText_isRefusedOnlyWhereThePatternLooks() throws Exception {
        String body = "{\"a\": \"" + "x".repeat(262_145) + "\", \"b\": 1}";
        assertThat(wants("{\"body\": {\"b\": [1]}}", body)).isTrue();
        assertThatThrownBy(() -> wants("{\"body\": {\"a\": [{\"prefix\": \"x\"}]}}", body))
                .isInstanceOf(UnfilterableException.class)
                .hasMessage("the pattern looks at more than 262144 characters");
    }

    /** Each value of one array with each of the other: the library tries them all. */
    @Test
    void wants_arraysThatMultiply_areRefusedBeforeTheyCostMuch() throws Exception {
        String pattern = "{\"body\": {\"a\": [{\"exists\": true}], \"b\": [-1]}}";
        String fits = "{\"a\": " + numbers(200) + ", \"b\": " + numbers(200) + "}";
        assertThat(wants(pattern, fits)).isFalse();
        String tooMany = "{\"a\": " + numbers(400) + ", \"b\": " + numbers(400) + "}";
        assertThatThrownBy(() -> wants(pattern, tooMany))
                .isInstanceOf(UnfilterableException.class)
                .hasMessage("the pattern looks at too many elements of arrays in the body");
    }

    /** Both finders of the library, the second from about 32 elements on. */
    @ParameterizedTest
    @ValueSource(ints = {2, 31, 33, 500, 3000})
    void wants_arrayOfObjects_isMatchedElementByElement(int count) throws Exception {
        String body = "{\"o\": " + objects(count) + "}";
        assertThat(wants("{\"body\": {\"o\": {\"a\": [1], \"b\": [" + (count - 1) + "]}}}", body))
                .isTrue();
        assertThat(wants("{\"body\": {\"o\": {\"a\": [2], \"b\": [" + (count - 1) + "]}}}", body))
                .isFalse();
    }

    @Test
    void of_alternativesThatMultiply_areRefusedBeforeTheyAreMade() {
        String many = IntStream.range(0, 40)
                .mapToObj(i -> "\"k" + i + "\": {\"$or\": [{\"a\": [1]}, {\"b\": [1]}]}")
                .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> Filters.of("{\"body\": " + many + "}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("expected a pattern whose $or make at most 64 alternatives, multiplied");
    }

    @Test
    void of_manyWildcards_areRefused() {
        for (String pattern : List.of("*a".repeat(60), "*a".repeat(1900))) {
            assertThatThrownBy(() -> Filters.of("{\"body\": {\"a\": [{\"wildcard\": \"" + pattern + "\"}]}}"))
                    .hasMessageEndingWith("expected a pattern with fewer wildcards for one field");
        }
        assertThatThrownBy(() -> Filters.of("{\"type\": [\"" + "a".repeat(5000) + "\"]}"))
                .hasMessageEndingWith("expected a pattern of at most 4096 characters");
    }

    @Test
    void wants_onManyThreads_isTheSame() throws Exception {
        Filter filter = Filters.of("{\"body\": {\"n\": [{\"numeric\": [\">=\", 500]}]}}");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> calls = IntStream.range(0, 1000)
                    .<Callable<Boolean>>mapToObj(i -> () -> filter.wants(
                                    Filters.event().body("{\"n\": " + i + "}").build())
                            == (i >= 500))
                    .toList();
            for (Future<Boolean> right : threads.invokeAll(calls)) {
                assertThat(right.get()).isTrue();
            }
        }
    }
}
