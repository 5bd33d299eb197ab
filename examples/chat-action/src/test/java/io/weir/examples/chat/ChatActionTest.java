package io.weir.examples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.weir.action.ActionProvider;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.action.test.ActionContract;
import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    protected ActionProvider provider() {
        String url = "http://127.0.0.1:" + chat.getAddress().getPort() + "/hook";
        return new ChatProvider(new Environment(Map.of("CHAT_URL", url, "NO_URL", "top secret")));
    }

    @Override
    protected Map<String, ?> options() {
        return Map.of("urlVariable", "CHAT_URL");
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

    @ParameterizedTest
    @ValueSource(strings = {"NO_SUCH_VARIABLE", "NO_URL"})
    void create_variableWithoutUrl_isRefusedAtTheStart(String variable) {
        ConfigValue options = new ConfigValue("/s/actions/0/chat", Map.of("urlVariable", variable));
        assertThatThrownBy(() -> provider().create(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s/actions/0/chat/urlVariable")
                .hasMessageNotContaining("top secret");
    }
}
