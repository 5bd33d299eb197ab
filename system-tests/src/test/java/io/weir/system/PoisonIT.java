package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.action.ActionProvider;
import io.weir.worker.kit.HaltProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One request whose action ends the function's process, among 99 others. */
@ExtendWith(SharedSystem.class)
@Order(7)
class PoisonIT {
    private static final int GOOD = 99;

    private final WeirSystem system;
    private final Seen seen;

    PoisonIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @Test
    void poisonAmong99_the99AreArchivedAndItIsBuriedWithItsReason() throws Exception {
        system.addSource(
                "fragile", Map.of("scheme", "github", "secret", "managed", "actions", List.of("archive", "halt")));
        system.deployment().set("own_actions", List.of("halt"));
        system.deployment().setSecret("fragile", WeirSystem.SECRET);
        system.deployment().set("secret_values_version", 2);
        system.deployment()
                .set("worker_jar", jarWithHalt((String) system.deployment().variable("worker_jar")));
        system.deployment().set("worker_timeout_seconds", 10);
        system.deployment().apply();
        // The deaths cost a visibility time-out each: six times the function's, which would be minutes here. It must
        // still
        // be longer than the claim of a dead attempt holds, its 8 s and 15 s more, as that of any deployment is.
        system.aws()
                .sqs()
                .setQueueAttributes(set ->
                        set.queueUrl(system.queue()).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "25")));
        List<String> good = new ArrayList<>();
        String poison = WeirSystem.id();
        for (int i = 0; i < GOOD; i++) {
            if (i == GOOD / 2) {
                system.sendAccepted("fragile", WeirSystem.SECRET, poison, "{\"id\": \"" + HaltProvider.POISON + "\"}");
            }
            good.add(WeirSystem.id());
            system.sendAccepted("fragile", WeirSystem.SECRET, good.getLast(), "{\"id\": \"" + good.getLast() + "\"}");
        }

        Message letter = await().atMost(Seen.LATER)
                .until(
                        () -> system.aws()
                                .sqs()
                                .receiveMessage(receive -> receive.queueUrl(system.deadLetters())
                                        .waitTimeSeconds(1)
                                        .messageAttributeNames("All"))
                                .messages(),
                        messages -> !messages.isEmpty())
                .getFirst();
        assertThat(letter.body()).contains(HaltProvider.POISON);
        assertThat(letter.messageAttributes().get("failure").stringValue())
                .contains("\"reason\":\"poison\"", "\"attempts\":5");
        system.aws()
                .sqs()
                .deleteMessage(delete -> delete.queueUrl(system.deadLetters()).receiptHandle(letter.receiptHandle()));

        seen.awaitDrained();
        List<String> archived = seen.keys("archive/fragile/").stream()
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .filter(id -> !id.equals(poison)) // its first action came before the fatal one
                .toList();
        assertThat(archived).containsExactlyInAnyOrderElementsOf(good);
        assertThat(seen.depth(system.deadLetters())).isZero();
        assertThat(seen.depth(system.unproven())).isZero();
    }

    /** The worker's jar with one action more. */
    private String jarWithHalt(String jar) throws IOException {
        Path copy = system.work().resolve("worker-with-halt.jar");
        Files.copy(Path.of(jar), copy);
        String name = "/" + HaltProvider.class.getName().replace('.', '/') + ".class";
        try (FileSystem entries = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of());
                InputStream provider = Objects.requireNonNull(HaltProvider.class.getResourceAsStream(name))) {
            Files.createDirectories(entries.getPath(name).getParent());
            Files.copy(provider, entries.getPath(name));
            Path services = entries.getPath("/META-INF/services");
            Files.createDirectories(services);
            Files.writeString(
                    services.resolve(ActionProvider.class.getName()),
                    HaltProvider.class.getName() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return copy.toString();
    }
}
