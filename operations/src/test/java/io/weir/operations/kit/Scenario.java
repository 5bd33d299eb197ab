package io.weir.operations.kit;

import io.weir.operations.State;
import io.weir.operations.kit.Subject.Ability;
import java.util.Set;

/** One row of the table. */
record Scenario(String name, Set<Ability> abilities, Set<State> states, Check check) {
    /** What must hold. */
    @FunctionalInterface
    interface Check {
        void of(World world) throws Exception;
    }

    static Scenario of(String name, Set<State> states, Check check) {
        return new Scenario(name, Set.of(), states, check);
    }

    Scenario needing(Ability... needed) {
        return new Scenario(name, Set.of(needed), states, check);
    }

    @Override
    public String toString() {
        return name;
    }
}
