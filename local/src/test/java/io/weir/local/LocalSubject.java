package io.weir.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.ulid.UlidCreator;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Sources;
import io.weir.ingest.Queue;
import io.weir.local.metrics.MetricsLog;
import io.weir.operations.Operations;
import io.weir.operations.RequestLife;
import io.weir.operations.State;
import io.weir.operations.kit.Subject;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.RequestSigner;
import io.weir.worker.Peers;
import io.weir.worker.action.Mailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One machine as the table of scenarios tries it: real requests over HTTP, whose mails and secrets can be taken away. */
final class LocalSubject implements Subject {
    static final byte[] SECRET = "s3cr3t".getBytes(UTF_8);

    /** No text: its mail fails for ever. */
    private static final String POISON = "\u00ff";

    /** Its mail is refused as long as the mail host is down. */
    private static final String DELAYED = "#delayed#";

    /** No action is for it. */
    private static final String UNWANTED = "#unwanted#";

    private static final String WHEN =
            "\"when\": {\"body\": {\"extra\": [{\"anything-but\": [\"" + UNWANTED + "\"]}, {\"exists\": false}]}}";

    private final Path data;
    private final Sources sources;
    private final LocalWeir weir;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    volatile boolean mailDown = true;
    private volatile boolean secretMissing;
    private volatile byte[] secret = SECRET;

    private @Nullable Queue door;

    LocalSubject(Path data) throws IOException {
        this(data, true);
    }

    /** What lies in a folder, before anybody works on it: {@link #start} begins. */
    static LocalSubject opened(Path data) throws IOException {
        return new LocalSubject(data, false);
    }

    private LocalSubject(Path data, boolean start) throws IOException {
        this.data = data;
        sources = Sources.parse("test", """
                {"orders": {"scheme": "github", "secret": "env:ORDERS", "retry": {"for": "PT0S"},
                            "actions": [{"archive": {%1$s}}, {"email": {"retry": {"for": "PT24H"}, %1$s}}]},
                 "billing": {"scheme": "github", "secret": "env:BILLING", "retry": {"for": "PT0S"},
                             "actions": [{"archive": {%1$s}}, {"email": {"retry": {"for": "PT24H"}, %1$s}}]}}
                """.formatted(WHEN));
        weir = LocalWeir.open(
                sources,
                data,
                new LocalWeir.Address("127.0.0.1", 0, null),
                MetricsLog.before(log),
                new LocalWeir.Wiring() {
                    @Override
                    public Peers worker(Peers peers) {
                        Mailer outbox = peers.mailer();
                        return peers.toBuilder()
                                .secrets(secrets(peers.secrets()))
                                .mailer((subject, text) -> {
                                    if (mailDown && text.contains(DELAYED)) {
                                        throw new RefusedException("the mail host does not take it now");
                                    }
                                    outbox.send(subject, text);
                                })
                                .build();
                    }

                    @Override
                    public Queue door(Queue queue) {
                        door = queue;
                        return queue;
                    }
                });
        if (start) {
            start();
        }
    }

    void start() throws IOException {
        weir.start();
    }

    /** The operator key lies in its file as ever. */
    private Secrets secrets(Secrets files) {
        return (reference, fresh) -> {
            if (reference instanceof SecretReference.FileSecret) {
                return files.get(reference, fresh);
            }
            if (secretMissing) {
                throw new RefusedException("no such secret");
            }
            return SecretSet.of(List.of(secret), Instant.EPOCH);
        };
    }

    LocalWeir weir() {
        return weir;
    }

    /** Puts another secret in the place of ours; nothing is left of the old one. */
    void secret(byte[] value) {
        secret = value;
        weir.reload(sources);
    }

    @Override
    public Operations operations() {
        return weir.operations();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public Set<State> states() {
        return EnumSet.of(
                State.DONE,
                State.DUPLICATE,
                State.FILTERED,
                State.REJECTED,
                State.DEAD,
                State.UNPROVEN,
                State.RETRYING);
    }

    @Override
    public String source() {
        return "orders";
    }

    @Override
    public String otherSource() {
        return "billing";
    }

    @Override
    public String bring(State state, String source, String text) throws Exception {
        if (state == State.UNPROVEN) {
            secretMissing = true;
            weir.reload(sources); // so that nothing is left of the secret
        }
        String extra = switch (state) {
            case DEAD -> POISON;
            case RETRYING -> DELAYED;
            case FILTERED -> UNWANTED;
            default -> "";
        };
        byte[] body = ("{\"text\":\"" + text + "\",\"extra\":\"" + extra + "\"}").getBytes(ISO_8859_1);
        String event = UUID.randomUUID().toString();
        String id = post(source, body, event, state == State.REJECTED ? "another".getBytes(UTF_8) : SECRET);
        if (state == State.DUPLICATE) {
            awaitState(id, State.DONE);
            id = post(source, body, event, SECRET);
        }
        awaitState(id, state);
        if (secretMissing) {
            secretMissing = false;
            weir.reload(sources);
        }
        return id;
    }

    void awaitState(String id, State state) {
        await("state of " + id).until(() -> {
            RequestLife life = operations().show(id);
            return life != null && life.request().state() == state;
        });
    }

    /** Lays a signed request on the queue as the door does. Returns its id. */
    String lay(String source, byte[] body, String event) throws IOException {
        String id = UlidCreator.getUlid().toString();
        ReceivedRequest request = new ReceivedRequest(
                        source,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        "POST",
                        "http://127.0.0.1/" + source,
                        signed(source, body, event, SECRET),
                        body)
                .withId(id);
        Objects.requireNonNull(door)
                .send(QueueMessage.of(request, sources.find(source).scheme().declaredHeaders()), source, null);
        return id;
    }

    private static Map<String, String> signed(String source, byte[] body, String event, byte[] secret)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-GitHub-Event", "order.paid");
        headers.put("X-GitHub-Delivery", event);
        SignatureScheme scheme =
                (SignatureScheme) Sources.parse("test", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}")
                        .find("s")
                        .scheme();
        headers.putAll(new RequestSigner(scheme)
                .sign(
                        new ReceivedRequest(source, Instant.now(), "POST", "http://x/", headers, body),
                        Arrays.copyOf(secret, secret.length),
                        Instant.now()));
        return headers;
    }

    /** Posts a signed request. Returns the id that the door gave. */
    String post(String source, byte[] body, String event, byte[] secret) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + weir.port() + "/" + source))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed(source, body, event, secret).forEach(request::header);
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("weir-id").orElseThrow();
    }

    @Override
    public void forgetBody(String id) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weir.db"))) {
            for (String delete : List.of(
                    "DELETE FROM envelopes WHERE request = (SELECT seq FROM requests WHERE id = ?)",
                    "DELETE FROM contents WHERE id = (SELECT message FROM requests WHERE id = ?)",
                    "DELETE FROM messages WHERE id = (SELECT message FROM requests WHERE id = ?)")) {
                try (PreparedStatement statement = connection.prepareStatement(delete)) {
                    statement.setString(1, id);
                    statement.executeUpdate();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        weir.close();
        http.close();
    }
}
