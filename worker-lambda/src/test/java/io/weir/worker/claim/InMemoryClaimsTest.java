package io.weir.worker.claim;

import io.weir.worker.fakes.InMemoryClaims;
import io.weir.worker.kit.ClaimTableContract;

/** The fake keeps the contract of the real tables. */
class InMemoryClaimsTest extends ClaimTableContract {
    private final InMemoryClaims claims = new InMemoryClaims();

    @Override
    protected ClaimTable table() {
        return claims;
    }
}
