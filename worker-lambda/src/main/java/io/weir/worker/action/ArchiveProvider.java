package io.weir.worker.action;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import io.weir.worker.bucket.Bucket;

/** {@code archive}: keeps the body of an event in the bucket. Option {@code key}: where (see {@link ArchiveKey}). */
public final class ArchiveProvider implements ActionProvider {
    private final Bucket bucket;

    public ArchiveProvider(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers("key");
        return new ArchiveAction(bucket, ArchiveKey.parse(options.at("key")));
    }
}
