package io.weir.action.test;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;

/** A good action with a name that no source can write. */
public final class NoWordProvider implements ActionProvider {
    @Override
    public String name() {
        return "No word";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers();
        return event -> {};
    }
}
