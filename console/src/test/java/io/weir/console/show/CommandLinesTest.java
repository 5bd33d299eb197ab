package io.weir.console.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Lines that people paste into a shell: what a stranger wrote stays an argument. */
class CommandLinesTest {
    private static ReceivedRequest request(Map<String, String> headers, String body) {
        String url = "https://in.example/orders?x='$(touch y)'&token=abc";
        return new ReceivedRequest(
                "orders", Instant.EPOCH, "POST", url, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What a shell makes of the line, an argument a line. */
    private static List<String> arguments(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + line)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return List.of(output.split("\0", -1));
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void a_shell_gives_curl_what_came() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/plain");
        headers.put("x-note", "it's $HOME `id` \\ \"!\"");
        String body = "a'; touch z; '$(id)\nnext line";
        List<String> arguments = arguments(CommandLines.curl("01J", request(headers, body)));
        assertThat(arguments)
                .containsSequence("curl", "-X", "POST", "https://in.example/orders?x='$(touch y)'&token=[blanked]")
                .containsSequence("-H", "x-note: it's $HOME `id` \\ \"!\"")
                .containsSequence("--data-binary", body);
    }

    @Test
    void no_signature_is_in_it() {
        Map<String, String> headers =
                Map.of("x-hub-signature-256", "sha256=77", "authorization", "Bearer 88", "host", "in.example");
        assertThat(CommandLines.curl("01J", request(headers, "{}"))).doesNotContain("77", "88", "-H");
    }

    @Test
    void what_a_terminal_would_act_on_is_named_by_its_file() {
        for (String body : List.of(
                "\u001b]0;x\u0007", "\u202ea", "a\rb", "@/etc/passwd", "x".repeat(20_000), "{\"Signature\":\"s\"}")) {
            assertThat(CommandLines.curl("01J", request(Map.of("x-a", "\u001b[2J"), body)))
                    .endsWith("--data-binary '@01J.bin'")
                    .doesNotContain("x-a");
        }
        byte[] bytes = {(byte) 0xff};
        ReceivedRequest binary =
                new ReceivedRequest("orders", Instant.EPOCH, "POST", "https://in.example/", Map.of(), bytes);
        assertThat(CommandLines.curl("01J", binary)).endsWith("'@01J.bin'");
    }

    @Test
    void weir_signs_it_again() {
        assertThat(CommandLines.send("01J", "orders")).isEqualTo("weir send --source orders --wait 01J.bin");
        assertThat(CommandLines.test("a b")).isEqualTo("weir send --source 'a b' --wait");
        assertThat(CommandLines.file("../x\"y")).isEqualTo("___x_y.bin");
    }
}
