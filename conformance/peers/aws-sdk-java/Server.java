import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.messagemanager.sns.SnsMessageManager;
import software.amazon.awssdk.regions.Region;

/** Hands each POST to the SDK's manager of SNS messages. */
class Server {
    public static void main(String[] args) throws IOException {
        SnsMessageManager manager =
                SnsMessageManager.builder().region(Region.US_EAST_1).httpClient(new Certificates()).build();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? answer(manager, body) : 405, -1);
            exchange.close();
        });
        server.start();
    }

    private static int answer(SnsMessageManager manager, byte[] body) {
        try {
            manager.parseMessage(new ByteArrayInputStream(body));
            return 200;
        } catch (SdkClientException refused) { // as its documentation names it
            return 400;
        } catch (RuntimeException unexpected) {
            System.err.println(unexpected.getClass());
            return 500;
        }
    }

    /** Asks $CERTIFICATES for what the URL of a certificate would bring. */
    private record Certificates(HttpClient http) implements SdkHttpClient {
        Certificates() {
            this(HttpClient.newHttpClient());
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            String url = URLEncoder.encode(request.httpRequest().getUri().toString(), StandardCharsets.UTF_8);
            HttpRequest fetch = HttpRequest.newBuilder(URI.create(System.getenv("CERTIFICATES") + "/?url=" + url)).build();
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    try {
                        HttpResponse<InputStream> response = http.send(fetch, HttpResponse.BodyHandlers.ofInputStream());
                        return HttpExecuteResponse.builder()
                                .response(SdkHttpResponse.builder().statusCode(response.statusCode()).build())
                                .responseBody(AbortableInputStream.create(response.body()))
                                .build();
                    } catch (InterruptedException stopped) {
                        throw new IOException(stopped);
                    }
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
