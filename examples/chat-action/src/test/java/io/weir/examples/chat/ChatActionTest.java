package io.weir.examples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.weir.action.Action;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.ActionContract;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatActionTest extends ActionContract {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer chat;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        chat.start();
    }

    @AfterEach
    void stop() {
        chat.stop(0);
    }

    @Override
    protected Action action() {
        return new ChatAction(URI.create("http://127.0.0.1:" + chat.getAddress().getPort() + "/hook"));
    }

    @Test
    void perform_event_postsALine() throws Exception {
        action().perform(Events.webhook("42", "{}"));
        assertThat(posted).containsExactly("{\"text\":\"shop: orders/create 42\"}");
    }

    @Test
    void perform_chatIsBusy_comesBackLater() {
        status = 503;
        assertThatThrownBy(() -> action().perform(Events.webhook("42", "{}"))).isInstanceOf(RetryLaterException.class);
    }

    @Test
    void perform_chatRefuses_isPermanent() {
        status = 404;
        assertThatThrownBy(() -> action().perform(Events.webhook("42", "{}")))
                .isInstanceOf(PermanentFailureException.class);
    }

    @Test
    void configure_variableThatIsNotSet_isRefusedAtTheStart() {
        ConfigValue options = new ConfigValue("/s/actions/0/chat", Map.of("urlVariable", "NO_SUCH_VARIABLE"));
        assertThatThrownBy(() -> new ChatAction().configure(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/actions/0/chat/urlVariable");
    }
}
