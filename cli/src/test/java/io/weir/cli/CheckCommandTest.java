package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.weir.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String LONG = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private Path secret(String name, String text, String rights) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    private Captured check(Map<String, ?> sources, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("sources.json"), Json.write(sources));
        return check(file, more);
    }

    private Captured check(Path sources, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("check", "--sources", sources.toString()));
        if (!List.of(more).contains("--data")) {
            arguments.addAll(List.of("--data", folder.resolve("none").toString()));
        }
        if (!List.of(more).contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        arguments.addAll(List.of(more));
        return Captured.run(arguments.toArray(String[]::new));
    }

    private static Map<String, Object> github(String secret, Object... actions) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("scheme", "github");
        source.put("secret", secret);
        if (actions.length > 0) {
            source.put("actions", List.of(actions));
        }
        return source;
    }

    private Map<String, ?> forwarding(String url, String... allowed) throws Exception {
        Path secret = secret("good", LONG, "rw-------");
        return Map.of(
                "a",
                github(
                        "file:" + secret,
                        Map.of(
                                "http",
                                Map.of("url", url, "secret", "file:" + secret, "allowPrivate", List.of(allowed)))));
    }

    @Test
    void sourcesThatCannotBeRead_are2() throws Exception {
        assertThat(check(folder.resolve("absent.json")).exit()).isEqualTo(2);
        assertThat(check(Map.of()).exit()).isEqualTo(2);
        assertThat(check(Map.of("a", Map.of("scheme", "none"))).err()).contains("/a/scheme: expected sns, a preset");
    }

    @Test
    void secretMissingUnsetEmptyOrAWordThatAnyoneTries_isAnError() throws Exception {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("absent", github("file:" + folder.resolve("absent")));
        sources.put("unset", github("env:WEIR_TEST_NOT_SET"));
        sources.put("empty", github("file:" + secret("empty", " \n", "rw-------")));
        sources.put("word", github("file:" + secret("word", "changeme\n", "rw-------")));
        Captured captured = check(sources);
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(1);
        assertThat(captured.out())
                .containsPattern("error +absent +secret MISSING: .*absent: no such file")
                .containsPattern("error +unset +secret MISSING: env:WEIR_TEST_NOT_SET: not set")
                .containsPattern("error +empty +secret MISSING: .*a secret is empty")
                .containsPattern("error +word .*a word that anyone would try")
                .doesNotContain("changeme");
    }

    @Test
    void secretThatOthersMayReadOrIsShort_isAWarning() throws Exception {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("open", github("file:" + secret("open", LONG, "rw-r--r--")));
        sources.put("short", github("file:" + secret("short", "abc123", "rw-------")));
        Captured captured = check(sources);
        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out())
                .containsPattern("warning +open .*others may read it; chmod 600")
                .containsPattern("warning +short .*has 6 characters")
                .doesNotContain(LONG, "abc123");
    }

    @Test
    void whatIsWell_isOk() throws Exception {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("good", github("file:" + secret("good", LONG, "rw-------")));
        sources.put("arn", github("arn:aws:secretsmanager:us-east-1:123456789012:secret:weir/github"));
        sources.put("sns", Map.of("scheme", "sns", "topics", List.of("arn:aws:sns:us-east-1:123456789012:t")));
        Captured captured = check(sources);
        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(captured.out().lines()).hasSize(5).allMatch(line -> line.startsWith("ok "));
        assertThat(captured.out())
                .contains("--online fetches it")
                .contains("is not there yet")
                .contains("port 0");
    }

    @Test
    void targetWithoutAddressOrNotPublic_isAnError_unlessItIsAllowed() throws Exception {
        Captured absent = check(forwarding("https://no-such-host.invalid/"));
        assertThat(absent.exit()).isEqualTo(1);
        assertThat(absent.out())
                .containsPattern("error +a +target https://no-such-host.invalid: the name has no address");
        Captured inside = check(forwarding("http://127.0.0.1:1/"));
        assertThat(inside.exit()).isEqualTo(1);
        assertThat(inside.out()).contains("the address 127.0.0.1 is not public").contains("allowPrivate");
        Captured odd = check(forwarding("ftp://example.com/"));
        assertThat(odd.out()).contains("/a/actions/0/http/url: expected an absolute http or https URL");
        assertThat(check(forwarding("http://127.0.0.1:1/", "127.0.0.0/8")).exit())
                .isZero();
    }

    @Test
    void online_connectsToTheTarget() throws Exception {
        int port;
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            port = server.getAddress().getPort();
            Captured captured = check(forwarding("http://127.0.0.1:" + port + "/", "127.0.0.0/8"), "--online");
            assertThat(captured.exit()).as(captured.toString()).isZero();
            assertThat(captured.out()).contains("can be reached");
        } finally {
            server.stop(0);
        }
        Captured captured = check(forwarding("http://127.0.0.1:" + port + "/", "127.0.0.0/8"), "--online");
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out()).contains("cannot be reached at port " + port);
    }

    @Test
    void actionOfNoName_isAnError() throws Exception {
        Path secret = secret("good", LONG, "rw-------");
        Captured captured = check(Map.of("a", github("file:" + secret, "fax")));
        assertThat(captured.exit()).isEqualTo(1);
        assertThat(captured.out()).containsPattern("error +a .*no action fax, only .*archive, .*http");
    }

    @Test
    void dataFolderThatOthersMayEnter_orAFile_isSaid() throws Exception {
        Map<String, ?> sources = Map.of("good", github("file:" + secret("good", LONG, "rw-------")));
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Captured entered = check(sources, "--data", open.toString());
        assertThat(entered.exit()).isZero();
        assertThat(entered.out()).contains("others may enter it; chmod 700 " + open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                Files.writeString(open.resolve("a.eml"), "x"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(check(sources, "--data", open.toString()).out()).contains("others may read a.eml");
        Captured file = check(sources, "--data", folder.resolve("good").toString());
        assertThat(file.exit()).isEqualTo(1);
        assertThat(file.out()).contains("good: is a file");
    }

    @Test
    void portThatIsTaken_isAWarning_andOneThatIsNone_is2() throws Exception {
        Map<String, ?> sources = Map.of("good", github("file:" + secret("good", LONG, "rw-------")));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Captured captured = check(sources, "--port", Integer.toString(taken.getLocalPort()));
            assertThat(captured.exit()).isZero();
            assertThat(captured.out()).containsPattern("warning +- +port " + taken.getLocalPort());
        }
        assertThat(check(sources, "--port", "99999").exit()).isEqualTo(2);
        assertThat(check(sources, "--host", "no-such-host.invalid").exit()).isEqualTo(2);
    }

    private Captured deployed(String json, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                Files.writeString(folder.resolve("deployed.json"), json).toString()));
        arguments.addAll(List.of(more));
        return Captured.run(arguments.toArray(String[]::new));
    }

    @Test
    void fileOfADeployment_isReadAsBothFunctionsDo_eachSourceByItself() throws Exception {
        Captured captured = deployed("""
                {"github": {"scheme": "github", "secret": "managed"},
                 "mails": {"scheme": "sns", "accounts": ["123456789012"], "actions": ["email", "eventbridge"]},
                 "misspelt": {"scheme": "github", "secret": "managed", "action": ["archive"]},
                 "unknown": {"scheme": "gitub", "secret": "managed"},
                 "fax": {"scheme": "github", "secret": "managed", "actions": ["fax"]},
                 "key": {"scheme": "github", "secret": "managed", "actions": [{"archive": {"key": "{nothing}"}}]},
                 "block": {"scheme": "github", "secret": "managed", "allow": ["203.0.113.0/33"]},
                 "handshake": {"scheme": "github", "secret": "managed", "handshake": "gitlab"},
                 "late": {"scheme": "github", "secret": "managed", "retry": {"for": "P15D"}},
                 "null": null}
                """);
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(1);
        assertThat(captured.out().lines()).hasSize(10);
        assertThat(captured.out())
                .containsPattern("ok +github +archive")
                .containsPattern("ok +mails +email, eventbridge")
                .containsPattern(
                        "error +misspelt +\\S+deployed.json /misspelt: unknown member 'action', expected only scheme")
                .containsPattern("error +unknown +\\S+ /unknown/scheme: expected sns, a preset that weir schemes lists")
                .containsPattern("error +fax +\\S+ /fax/actions/0: expected one of the actions archive, email")
                .containsPattern("error +key +\\S+ /key/actions/0/archive/key: expected")
                .containsPattern("error +block +\\S+ /block/allow/0: expected")
                .containsPattern("error +handshake +\\S+ /handshake/handshake: expected")
                .containsPattern("error +late +WEIR_SOURCES /late: expected retry/for of at most PT336H")
                .containsPattern("error +null +\\S+ /null: expected an object");
    }

    /** They are right on one machine, and no function can read them. */
    @Test
    void actionThatALayerBrings_isTakenByItsName_andAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("layered.json"), """
                {"shop": {"scheme": "shopify", "secret": "managed", "actions": ["archive", {"chat": {"room": 1}}]}}
                """);
        assertThat(Captured.run("check", file.toString()).exit()).isOne();

        Captured named = Captured.run("check", file.toString(), "--own-action", "chat");
        assertThat(named.exit()).isZero();
        assertThat(named.out()).contains("ok", "shop", "archive, chat");
        assertThat(Captured.run("check", "--own-action", "chat").exit()).isEqualTo(2);
    }

    @Test
    void secretOfAFileOrAVariable_isAnErrorInADeployment() throws Exception {
        Captured captured = deployed("""
                {"file": {"scheme": "github", "secret": "file:/etc/weir/github"},
                 "variable": {"scheme": "github", "secret": "env:GITHUB"},
                 "target": {"scheme": "github", "secret": "managed",
                            "actions": [{"http": {"url": "https://example.com/", "secret": "env:TARGET"}}]}}
                """);
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(1);
        assertThat(captured.out())
                .containsPattern("error +file +\\S+ /file/secret: expected \"managed\" or the ARN")
                .containsPattern("error +variable +\\S+ /variable/secret: expected \"managed\" or the ARN")
                .containsPattern("error +target +\\S+ /target/actions/0/http/secret: expected the ARN");
    }

    @Test
    void fileOfADeploymentThatIsNoJsonObject_is2() throws Exception {
        assertThat(deployed("[]").exit()).isEqualTo(2);
        assertThat(deployed("{}").err()).contains("deployed.json /: expected at least one source");
        assertThat(deployed("{\"a\":1,\"a\":2}").err()).contains("deployed.json: not strict JSON (line 1, column 11)");
        assertThat(deployed("{\"a\": {}}", "--port", "0").err()).contains("--port: expected no FILE beside it");
        assertThat(Captured.run("check", folder.resolve("absent").toString()).exit())
                .isEqualTo(2);
    }
}
