package io.weir.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks HTTP by hand, since a client for HTTP does not let a test lie about Host and Origin. */
final class Visitor {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final int port;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Visitor(ConsoleServer console) {
        port = console.port();
        headers.put("Host", "127.0.0.1:" + port);
    }

    /** One who opened the link. */
    static Visitor signedIn(ConsoleServer console) throws IOException {
        Visitor visitor = new Visitor(console);
        Answer answer = visitor.get("/?token=" + console.token());
        return visitor.with("Cookie", answer.header("set-cookie").replaceAll(";.*", ""));
    }

    /** The same with another header; an empty value takes it away. */
    Visitor with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** What its forms carry. */
        String formToken() {
            Matcher matcher = FORM_TOKEN.matcher(body);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "");
    }

    /** As the browser does it when a button of the page is pressed. */
    Answer press(String page, String path, String... pairs) throws IOException {
        List<String> fields = new ArrayList<>(List.of(pairs));
        fields.add("form");
        fields.add(get(page).formToken());
        headers.putIfAbsent("Origin", "http://127.0.0.1:" + port);
        return post(path, fields.toArray(String[]::new));
    }

    Answer post(String path, String... pairs) throws IOException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(pairs[i]).append('=');
            form.append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return send("POST", path, form.toString());
    }

    Answer send(String method, String path, String body) throws IOException {
        try (Socket socket = open(method, path, body)) {
            return read(socket.getInputStream());
        }
    }

    /** Asks, and leaves the reading to the caller. */
    Socket open(String method, String path, String body) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        headers.forEach((name, value) -> head.append(value.isEmpty() ? "" : name + ": " + value + "\r\n"));
        if (method.equals("POST")) {
            head.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ");
            head.append(body.length()).append("\r\n");
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** A stream that has no end is left at its headers, so that a rule that is missing fails instead of waiting. */
    private static Answer read(InputStream stream) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = stream.read();
            if (next < 0) {
                throw new IOException("the answer ended within its headers: " + head);
            }
            head.append((char) next);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        head.substring(0, head.length() - 4).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        int status = Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        boolean isEndless = headers.getOrDefault("content-type", "").equals("text/event-stream");
        String body = isEndless ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(status, headers, body);
    }
}
