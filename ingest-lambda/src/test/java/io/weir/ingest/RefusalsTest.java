package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private final TestHandler test = new TestHandler();

    @ParameterizedTest
    @CsvSource({"/prod/github, prod", "/github, $default", "/github, prod"})
    void handle_namedStage_isNotPartOfTheSource(String path, String stage) throws Exception {
        Event event = new Event(path);
        event.context.put("stage", stage);
        test.assertAccepted(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nobody", "/github/", "/github/x", "//github", "/GitHub", "/%67ithub", "/-/health", "x"})
    void handle_unknownSource_is404(String path) throws Exception {
        test.assertRefused(new Event(path), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "post"})
    void handle_otherMethod_is405AndSaysWhich(String method) throws Exception {
        Event event = new Event("/github");
        event.http.put("method", method);
        test.assertRefused(event, 405);
        assertThat(((Map<?, ?>) test.handle(event).get("headers")).get("allow")).isEqualTo("POST");
    }

    @Test
    void handle_missingHeader_is400AndNamesIt() throws Exception {
        Event event = new Event("/own");
        test.assertRefused(event, 400);
        assertThat(test.handle(event).get("body")).isEqualTo("missing header x-hmac");
        event.headers.put("X-Hmac", "1");
        assertThat(test.handle(event).get("body")).isEqualTo("missing header x-webhook-id");
        event.headers.put("x-webhook-id", "1");
        event.headers.put("x-topic", "1");
        test.assertAccepted(event);
    }

    @Test
    void handle_bodyOverTheLimit_is413CountedDecoded() throws Exception {
        test.assertAccepted(new Event("/small").body(new byte[10]));
        test.queued.clear();
        test.assertRefused(new Event("/small").body(new byte[11]), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, true",
        "2001:db8::1, true",
        "198.51.100.1, false",
        "'', false",
        "::ffff:203.0.113.9, true",
        "[2001:db8::1], true",
        "[2001:db9::1], false"
    })
    void handle_addressOutsideTheAllowList_is403WhateverItForwards(String address, boolean allowed) throws Exception {
        Event event = new Event("/fenced");
        event.http.put("sourceIp", address);
        event.headers.put("x-forwarded-for", "203.0.113.9");
        if (allowed) {
            test.assertAccepted(event);
        } else {
            test.assertRefused(event, 403);
        }
    }
}
