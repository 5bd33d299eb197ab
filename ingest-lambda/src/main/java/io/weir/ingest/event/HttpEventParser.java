package io.weir.ingest.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads the event token by token: no databind and no reflection, which a cold start would pay for. */
public final class HttpEventParser {
    private final HttpEvent.Builder event = HttpEvent.builder();
    private String version = "";
    private boolean base64;
    private boolean ping;
    private int members;
    private @Nullable String body;

    private HttpEventParser() {}

    /**
     * Reads an event.
     *
     * @return the request, or {@link HttpEvent#PING}
     * @throws UnexpectedEventException if it is neither one of payload format 2.0 nor a ping
     */
    public static HttpEvent parse(InputStream input) throws IOException {
        HttpEventParser parser = new HttpEventParser();
        try (JsonParser json = Json.FACTORY.createParser(input)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnexpectedEventException("not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                parser.readMember(json);
            }
        } catch (JsonProcessingException e) {
            throw new UnexpectedEventException("not strict JSON");
        }
        return parser.event();
    }

    private void readMember(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        members++;
        switch (name) {
            case "version" -> version = json.getText();
            case "rawPath" -> event.path(json.getText());
            case "rawQueryString" -> event.query(json.getText());
            case "isBase64Encoded" -> base64 = json.getBooleanValue();
            case "body" -> body = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
            case "headers" -> readHeaders(json);
            case "requestContext" -> readContext(json);
            case "weir" -> {
                ping = "ping".equals(json.getText());
                json.skipChildren();
            }
            default -> json.skipChildren();
        }
    }

    private void readHeaders(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            event.header(name, json.getText());
        }
    }

    private void readContext(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "domainName" -> event.domainName(json.getText());
                case "stage" -> event.stage(json.getText());
                case "http" -> readHttp(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readHttp(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "method" -> event.method(json.getText());
                case "sourceIp" -> event.sourceIp(json.getText());
                default -> json.skipChildren();
            }
        }
    }

    private HttpEvent event() throws UnexpectedEventException {
        if (ping && members == 1) {
            return HttpEvent.PING;
        }
        if (!version.equals("2.0")) {
            throw new UnexpectedEventException("expected an HTTP event of payload format 2.0");
        }
        return event.body(bytes()).build();
    }

    private byte[] bytes() throws UnexpectedEventException {
        if (body == null) {
            return new byte[0];
        }
        if (!base64) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedEventException("isBase64Encoded, but the body is not base64");
        }
    }
}
