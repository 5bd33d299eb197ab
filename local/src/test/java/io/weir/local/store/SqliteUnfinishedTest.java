package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.claim.ClaimTable;
import io.weir.worker.kit.UnfinishedContract;
import io.weir.worker.retry.Unfinished;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteUnfinishedTest extends UnfinishedContract {
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

    @Override
    protected void restart() {
        close();
        open();
    }

    private long rows() {
        return store.write(sql -> sql.query("SELECT count(*) AS n FROM claims").one(row -> row.getLong("n")));
    }

    @Test
    void clear_isForgottenByTheFile() {
        begin(2).clear();
        new Unfinished(claims, clock).begin(received("other", 2));
        assertThat(rows()).isOne();
    }
}
