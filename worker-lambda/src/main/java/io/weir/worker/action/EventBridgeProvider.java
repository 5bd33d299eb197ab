package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import io.weir.worker.bucket.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * {@code eventbridge}: puts an event on a bus.
 *
 * <p>Options: {@code bus} (not given: {@code WEIR_EVENT_BUS}), {@code detailType} (not given: the event's type, or
 * {@code event}), {@code key} (see {@link ArchiveKey}; where a body too large for a bus is archived).
 */
public final class EventBridgeProvider implements ActionProvider {
    private final EventBus events;
    private final Bucket bucket;
    private final @Nullable String defaultBus;

    /** @param defaultBus the bus of sources that name none, or null */
    public EventBridgeProvider(EventBus events, Bucket bucket, @Nullable String defaultBus) {
        this.events = events;
        this.bucket = bucket;
        this.defaultBus = defaultBus;
    }

    @Override
    public String name() {
        return "eventbridge";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers("bus", "detailType", "key");
        String bus = optional(options.at("bus"));
        if (bus == null) {
            bus = defaultBus;
        }
        if (bus == null) {
            throw options.at("bus").expected("the name or ARN of a bus, or WEIR_EVENT_BUS to be set");
        }
        String type = optional(options.at("detailType"));
        if (type != null && type.length() > EventBus.MAX_DETAIL_TYPE) {
            throw options.at("detailType").expected("at most " + EventBus.MAX_DETAIL_TYPE + " characters");
        }
        ArchiveAction archive = new ArchiveAction(bucket, ArchiveKey.parse(options.at("key")));
        return new EventBridgeAction(events, archive, bus, type);
    }

    private static @Nullable String optional(ConfigValue option) {
        return option.isPresent() ? option.string() : null;
    }
}
