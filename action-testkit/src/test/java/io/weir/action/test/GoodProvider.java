package io.weir.action.test;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;

/** An action that keeps the contract. */
public final class GoodProvider implements ActionProvider {
    @Override
    public String name() {
        return "good";
    }

    @Override
    public Action create(ConfigValue options) {
        options.onlyMembers();
        return event -> {};
    }
}
