package io.weir.verify.vector;

import io.weir.verify.Reason;
import java.util.Set;

/**
 * A change of a genuine request, or of the key, after which nothing is proven.
 *
 * @param what was changed
 * @param forged the example as it is then
 * @param reasons for any of which it may be rejected
 */
public record Forgery(String what, PresetVector forged, Set<Reason> reasons) {
    public Forgery {
        reasons = Set.copyOf(reasons);
    }

    static Forgery of(String what, PresetVector forged, Reason... reasons) {
        return new Forgery(what, forged, Set.of(reasons));
    }

    @Override
    public String toString() {
        return forged + ", " + what;
    }
}
