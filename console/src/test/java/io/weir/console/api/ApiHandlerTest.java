package io.weir.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.json.Json;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import io.weir.operations.kit.FakeOperations;
import io.weir.operations.kit.FakeSubject;
import io.weir.operations.kit.Statuses;
import io.weir.operations.remote.RemoteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiHandlerTest {
    private final FakeSubject subject = FakeSubject.direct();
    private final FakeOperations fake = subject.fake();
    private final HttpClient http = HttpClient.newHttpClient();
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(fake);
    }

    @AfterEach
    void stop() throws Exception {
        http.shutdownNow();
        fake.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String operation, String body) throws Exception {
        return send("POST", "/api/" + operation, "Bearer " + ApiServer.TOKEN, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "0123456789abcdef0123456789abcdef",
                "Basic 0123456789abcdef0123456789abcdef",
                "Bearer 0123456789abcdef0123456789abcdeF",
                "Bearer 0123456789abcdef0123456789abcdef0"
            })
    void anyOperation_withoutTheToken_is401AndNothingElseIsSaid(String authorization) throws Exception {
        for (String path : new String[] {"/api/status", "/api/envelope", "/api/no-such", "/api/"}) {
            HttpResponse<String> answer = send("POST", path, authorization.equals("-") ? null : authorization, "{}");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(Json.readObject(answer.body())).containsOnlyKeys("error");
            assertThat(answer.body()).doesNotContain(ApiServer.TOKEN);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "PUT", "DELETE", "OPTIONS"})
    void anotherMethod_is405(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/api/status", "Bearer " + ApiServer.TOKEN, "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void anUnknownOperation_is404_andAnotherPathIsNotAnswered() throws Exception {
        assertThat(post("drop", "{}").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/other", null, "{}").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/other", null, "{}").body()).doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | ",
                "list | []",
                "list | {}",
                "list | {\"filter\":{},\"limit\":5}",
                "list | {\"filter\":7,\"limit\":5}",
                "show | {}",
                "show | {\"id\":7}",
                "show | {\"id\":null}",
                "change | {\"change\":{\"verb\":\"drop\"},\"perSecond\":0}",
                "change | {\"change\":{\"verb\":\"replay\",\"action\":7},\"perSecond\":0}",
                "purge | {\"trace\":false}",
                "stop | {}"
            })
    void argumentsThatAreNone_are400WithASentence(String operation, @Nullable String body) throws Exception {
        HttpResponse<String> answer = post(operation, body == null ? "" : body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat((String) Json.readObject(answer.body()).get("error")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"0", "1001", "-5", "1e99", "\"5\""})
    void aLimitThatIsNone_is400(String limit) throws Exception {
        String filter = "{\"states\":[],\"sources\":[],\"ids\":[]}";
        HttpResponse<String> answer = post("list", "{\"filter\":" + filter + ",\"limit\":" + limit + "}");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyBeyondTheLimit_is413_whetherItSaysItsLengthOrNot() throws Exception {
        String large = "{\"id\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";
        HttpResponse<String> announced = post("show", large);
        assertThat(announced.statusCode()).isEqualTo(413);
        HttpRequest chunked = HttpRequest.newBuilder(server.url().resolve("/api/show"))
                .header("authorization", "Bearer " + ApiServer.TOKEN)
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large.getBytes(UTF_8))))
                .build();
        assertThat(http.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void faults_haveTheirStatus_andAreFaultsOfTheSameKindAtTheClient() throws Exception {
        try (RemoteOperations remote = RemoteOperations.connect(server.url(), ApiServer.TOKEN)) {
            fake.trouble(new OperationsException("not on this machine"));
            assertThat(post("status", "{}").statusCode()).isEqualTo(422);
            assertThatThrownBy(remote::status)
                    .isInstanceOf(OperationsException.class)
                    .hasMessage("not on this machine");
            assertThatThrownBy(() -> remote.change(new Change.Retry(), Filter.ALL, 0, (d, f, t) -> true))
                    .isInstanceOf(OperationsException.class)
                    .hasMessage("not on this machine");

            fake.trouble(new IOException("the disk is full"));
            assertThat(post("status", "{}").statusCode()).isEqualTo(503);
            assertThatThrownBy(remote::status)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the disk is full");
            assertThatThrownBy(() -> remote.purge(Filter.ALL, false, (d, f, t) -> true))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("the disk is full");
        }
    }

    @Test
    void aWrongToken_isNoConnection() {
        assertThatThrownBy(() -> RemoteOperations.connect(server.url(), "another"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("token");
    }

    @Test
    void aServerThatIsGone_isAnIoExceptionThatNamesIt() throws Exception {
        URI url = server.url();
        server.close();
        assertThatThrownBy(() -> RemoteOperations.connect(url, ApiServer.TOKEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(url.toString());
    }

    /** One byte after the other as a browser of a stranger or a broken client would leave it. */
    private Socket begin(String operation, String body) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort());
        socket.getOutputStream()
                .write(("POST /api/" + operation + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ApiServer.TOKEN
                                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo('H');
        return socket;
    }

    @Test
    void aClientThatGoes_endsItsWatch() throws Exception {
        Socket socket = begin("watch", "{\"after\":null}");
        await().until(() -> fake.watchers() == 1);
        socket.close();
        await().until(() -> fake.watchers() == 0);
    }

    @Test
    void aClientThatGoes_endsItsChange_andTheRestStaysAsItWas() throws Exception {
        for (int i = 0; i < 100; i++) {
            subject.bring(State.DEAD, "orders", "text");
        }
        Socket socket = begin(
                "change",
                "{\"change\":{\"verb\":\"retry\"},\"perSecond\":10,\"filter\":{\"states\":[],\"sources\":[],\"ids\":[]}}");
        await().until(() -> fake.running() == 1);
        socket.close();
        await().until(() -> fake.running() == 0);
        assertThat(fake.all()).extracting(one -> one.state()).contains(State.DEAD);
    }

    @Test
    void theSameThreads_serveOthersAfterwards() throws Exception {
        fake.status(Statuses.healthy());
        for (int i = 0; i < 20; i++) {
            begin("watch", "{\"after\":null}").close();
        }
        await().until(() -> fake.watchers() == 0);
        for (int i = 0; i < 50; i++) {
            assertThat(post("status", "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aKeyOfNobody_stopsNothing() throws Exception {
        assertThat(Json.readObject(post("stop", "{\"key\":\"nobody\"}").body()).get("count"))
                .isEqualTo(java.math.BigDecimal.ZERO);
    }
}
