package io.weir.system;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The policies of queues, which moto loses or writes anew: told as they were set. Thread-safe. */
final class MotoQueues {
    private static final String SERVICE = "AmazonSQS.";
    private static final List<String> POLICIES = List.of("Policy", "RedriveAllowPolicy", "RedrivePolicy");

    private final Map<String, Map<Object, Object>> policies = new ConcurrentHashMap<>();

    static boolean takes(MotoProxy.Request request) {
        return request.target().startsWith(SERVICE);
    }

    MotoProxy.Answer answer(MotoProxy.Request request, MotoProxy.Moto moto) throws IOException, JsonException {
        String operation = request.target().substring(SERVICE.length());
        Map<String, ?> asked = Json.readObject(request.body());
        if (operation.equals("GetQueueAttributes") && asked.get("AttributeNames") instanceof List<?> names) {
            return attributes(request, asked, names, moto);
        }
        MotoProxy.Answer answer = moto.ask(request);
        if (answer.isGood()) {
            switch (operation) {
                case "CreateQueue" -> set(answer.json().get("QueueUrl"), asked.get("Attributes"));
                case "SetQueueAttributes" -> set(asked.get("QueueUrl"), asked.get("Attributes"));
                default -> {}
            }
        }
        return answer;
    }

    /** moto refuses a name that it does not know, so it is asked for the others and for one that each queue has. */
    private MotoProxy.Answer attributes(
            MotoProxy.Request request, Map<String, ?> asked, List<?> names, MotoProxy.Moto moto)
            throws IOException, JsonException {
        List<Object> passedOn = new ArrayList<>(names);
        passedOn.removeAll(POLICIES);
        passedOn.add("QueueArn");
        Map<Object, Object> question = new LinkedHashMap<>(asked);
        question.put("AttributeNames", passedOn);
        MotoProxy.Answer answer = moto.ask(request.with(Json.write(question).getBytes(StandardCharsets.UTF_8)));
        if (!answer.isGood()) {
            return answer;
        }
        Map<Object, Object> attributes = new TreeMap<>((Map<?, ?>) answer.json().get("Attributes"));
        boolean all = names.contains("All");
        if (!all && !names.contains("QueueArn")) {
            attributes.remove("QueueArn");
        }
        POLICIES.forEach(attributes::remove);
        known(asked.get("QueueUrl")).forEach((name, value) -> {
            if (all || names.contains(name)) {
                attributes.put(name, value);
            }
        });
        return answer.with(Map.of("Attributes", attributes));
    }

    private Map<Object, Object> known(Object url) {
        String text = String.valueOf(url);
        return policies.computeIfAbsent(text.substring(text.lastIndexOf('/') + 1), name -> new ConcurrentHashMap<>());
    }

    private void set(Object url, Object attributes) {
        if (attributes instanceof Map<?, ?> given) {
            given.forEach((name, value) -> {
                if (POLICIES.contains(name)) {
                    if ("".equals(value)) {
                        known(url).remove(name);
                    } else {
                        known(url).put(name, value);
                    }
                }
            });
        }
    }
}
