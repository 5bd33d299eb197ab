package io.weir.local.sqs;

import io.weir.local.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqliteSqsContractTest extends SqsContract {
    @TempDir
    private Path folder;

    private LocalStore store;
    private SqliteSqsClient sqs;

    @BeforeEach
    @Override
    void createQueue() {
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(store, Clock.systemUTC());
        super.createQueue();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    SqsClient sqs() {
        return sqs;
    }
}
