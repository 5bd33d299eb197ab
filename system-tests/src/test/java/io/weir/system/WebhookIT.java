package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Webhooks: archived, too large, forged, repeated, and signed while a secret is rotated. */
@ExtendWith(SharedSystem.class)
@Order(3)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookIT {
    private static final String OTHER_SECRET = "second secret";

    private final WeirSystem system;
    private final Seen seen;

    WebhookIT(WeirSystem system) {
        this.system = system;
        this.seen = system.seen();
    }

    @Test
    @Order(1)
    void webhook_ofGitHub_isArchivedByteForByte() throws Exception {
        String id = WeirSystem.id();

        // Not JSON: LocalStack parses a body of JSON and writes it anew between queue and function. The other bodies
        // of this class come out of that as they went in.
        system.sendAccepted("github", WeirSystem.SECRET, id, "<zen>  ü\n</zen>");

        assertThat(seen.awaitArchived("github", id)).isEqualTo("<zen>  ü\n</zen>");
    }

    @Test
    @Order(2)
    void webhook_ofShopify_isArchived() throws Exception {
        String id = WeirSystem.id();

        system.sendAccepted("shop", WeirSystem.SECRET, id, "{\"total\": \"12.50\"}");

        assertThat(seen.awaitArchived("shop", id)).isEqualTo("{\"total\": \"12.50\"}");
    }

    @Test
    @Order(3)
    void webhook_overTheQueuesLimit_goesThroughTheInbox() throws Exception {
        String id = WeirSystem.id();
        String body = "{\"text\": \"" + "x".repeat(1_500_000) + "\"}";

        system.sendAccepted("shop", WeirSystem.SECRET, id, body);

        // The queue takes no message of this size, so it lay in the inbox, where nothing stays that is done.
        assertThat(seen.awaitArchived("shop", id)).isEqualTo(body);
        await().atMost(Seen.LATER)
                .untilAsserted(() -> assertThat(seen.keys("inbox/")).isEmpty());
    }

    @Test
    @Order(4)
    void webhook_thatIsForged_isRejectedWithASampleAndNoDeadLetter() throws Exception {
        String id = WeirSystem.id();
        int before = seen.keys("rejected/github/").size();

        system.sendAccepted("github", "a guess", id, "{\"forged\": true}");

        await().atMost(Seen.SOON)
                .untilAsserted(() -> assertThat(seen.keys("rejected/github/")).hasSize(before + 1));
        seen.awaitDrained();
        assertThat(seen.archived("github", id)).isEmpty();
        assertThat(seen.depth(system.deadLetters())).isZero();
    }

    @Test
    @Order(5)
    void webhook_sentTwice_hasOneEffect() throws Exception {
        String events = system.aws()
                .sqs()
                .createQueue(queue -> queue.queueName("shipments-seen"))
                .queueUrl();
        system.aws()
                .events()
                .putRule(rule ->
                        rule.name("all").eventBusName("shipments").eventPattern("{\"source\": [{\"prefix\": \"\"}]}"));
        system.aws()
                .events()
                .putTargets(targets -> targets.rule("all")
                        .eventBusName("shipments")
                        .targets(Target.builder()
                                .id("seen")
                                .arn(WeirSystem.queueArn(events))
                                .build()));
        String id = WeirSystem.id();

        system.sendAccepted("shipments", WeirSystem.SECRET, id, "{\"parcel\": 1}");
        system.sendAccepted("shipments", WeirSystem.SECRET, id, "{\"parcel\": 1}");

        String event = seen.awaitMessage(events);
        assertThat(event).contains(id, "\"detail-type\"", "push", "parcel");
        seen.awaitDrained();
        assertThat(seen.depth(events)).isZero();
        assertThat(seen.claims()).anySatisfy(item -> {
            assertThat(item.get("id").s()).matches("[0-9a-f]{64}");
            assertThat(item.get("done").bool()).isTrue();
            assertThat(item.get("expires").n()).isNotBlank();
        });
    }

    @Test
    @Order(6)
    void secret_whileItIsRotated_takesOldAndNewSignatures() throws Exception {
        String before = WeirSystem.id();
        system.sendAccepted("github", WeirSystem.SECRET, before, "{\"signed\": \"before\"}");
        seen.awaitArchived("github", before);

        system.aws()
                .secrets()
                .putSecretValue(put -> put.secretId(system.secret("github")).secretString(OTHER_SECRET));
        String old = WeirSystem.id();
        String fresh = WeirSystem.id();
        system.sendAccepted("github", OTHER_SECRET, fresh, "{\"signed\": \"new\"}");
        system.sendAccepted("github", WeirSystem.SECRET, old, "{\"signed\": \"old\"}");

        assertThat(seen.awaitArchived("github", fresh)).contains("new");
        assertThat(seen.awaitArchived("github", old)).contains("old");
        system.aws()
                .secrets()
                .putSecretValue(put -> put.secretId(system.secret("github")).secretString(WeirSystem.SECRET));
    }
}
