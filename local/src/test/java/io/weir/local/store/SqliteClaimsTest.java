package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.claim.ClaimTable;
import io.weir.worker.kit.ClaimTableContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteClaimsTest extends ClaimTableContract {
    @TempDir
    private Path folder;

    private LocalStore store;
    private SqliteClaims claims;

    @BeforeEach
    void open() {
        store = LocalStore.open(folder, SqliteClaims.SCHEMA);
        claims = new SqliteClaims(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ClaimTable table() {
        return claims;
    }

    @Test
    void open_afterACrash_endsTheLeasesOfTheProcessThatIsGone() throws IOException {
        Instant now = Instant.EPOCH.plusSeconds(1000);
        ClaimTable.Entry lease = new ClaimTable.Entry("k", "h", "a", 0, false, now.plusSeconds(60));
        claims.take(lease, now);
        claims.replace(new ClaimTable.Entry("k", "h", "a", 1, false, now.plusSeconds(60)));
        store.close();
        open();
        ClaimTable.Entry next = new ClaimTable.Entry("k", "h", "b", 0, false, now.plusSeconds(60));
        assertThat(claims.take(next, now)).isEqualTo(new ClaimTable.Entry("k", "h", "b", 1, false, next.until()));
    }

    @Test
    void open_afterACrash_keepsWhatIsDone() throws IOException {
        Instant now = Instant.EPOCH.plusSeconds(1000);
        ClaimTable.Entry lease = new ClaimTable.Entry("k", "h", "a", 0, false, now.plusSeconds(60));
        claims.take(lease, now);
        claims.replace(new ClaimTable.Entry("k", "h", "a", 0, true, now.plusSeconds(600)));
        store.close();
        open();
        assertThat(claims.take(new ClaimTable.Entry("k", "h", "b", 0, false, now.plusSeconds(60)), now)
                        .done())
                .isTrue();
    }

    @Test
    void take_storeClosed_isAFault() {
        store.close();
        ClaimTable.Entry lease = new ClaimTable.Entry("k", "h", "a", 0, false, Instant.EPOCH.plusSeconds(60));
        assertThatThrownBy(() -> claims.take(lease, Instant.EPOCH)).isInstanceOf(IOException.class);
    }
}
