package io.weir.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

/** What the JDK says where one cannot listen, as sentences. */
class FailedListenTest {
    @Test
    void why_isASentenceForEachCause() {
        assertThat(HttpFront.why("h", 80, new BindException("Address already in use")))
                .isEqualTo("port 80 on h is taken");
        assertThat(HttpFront.why(
                        "h", 80, new IOException("Failed to bind", new BindException("Address already in use"))))
                .isEqualTo("port 80 on h is taken");
        assertThat(HttpFront.why("h", 80, new BindException("Permission denied")))
                .isEqualTo("port 80 on h: permission denied; ports below 1024 need rights of their own");
        assertThat(HttpFront.why("h", 80, new SocketException("Permission denied")))
                .contains("permission denied");
        assertThat(HttpFront.why("h", 80, new BindException("Cannot assign requested address")))
                .isEqualTo("h is no address of this machine");
        assertThat(HttpFront.why("h", 80, new IOException(new UnresolvedAddressException())))
                .isEqualTo("the host h has no address");
        assertThat(HttpFront.why("h", 80, new IllegalStateException("x"))).contains("x");
    }
}
