package io.weir.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    @Test
    void answer_byteByByte_isWholeWithItsLastByte() throws IOException {
        Reply reply = new Reply();
        String text = "HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\nabc";
        for (int i = 0; i < text.length() - 1; i++) {
            assertThat(reply.take(bytes(text.substring(i, i + 1)))).isFalse();
        }
        assertThat(reply.take(bytes("c"))).isTrue();
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.closes()).isFalse();
    }

    @Test
    void noLength_isWholeWithItsHead() throws IOException {
        Reply reply = new Reply();
        assertThat(reply.take(bytes("HTTP/1.1 204 No Content\r\n\r\n"))).isTrue();
        assertThat(reply.take(bytes("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reply.closes()).isTrue();
    }

    @Test
    void halfAnAnswer_isForgotten() throws IOException {
        Reply reply = new Reply();
        assertThat(reply.take(bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")))
                .isFalse();
        reply.reset();
        assertThat(reply.take(bytes("HTTP/1.1 503 Busy\r\n\r\n"))).isTrue();
        assertThat(reply.status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void whatIsNoAnswer_isAnError(String text) {
        assertThatThrownBy(() -> new Reply().take(bytes(text))).isInstanceOf(IOException.class);
    }

    @Test
    void endlessHead_isAnError() {
        assertThatThrownBy(() -> new Reply().take(bytes("x".repeat(33 * 1024)))).isInstanceOf(IOException.class);
    }
}
