package io.weir.console.api;

import io.weir.operations.kit.FakeSubject;
import io.weir.operations.kit.OperationsScenarios;
import io.weir.operations.kit.Statuses;
import io.weir.operations.kit.Subject;
import io.weir.operations.remote.RemoteOperations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Client and server together do what any making must. */
class RemoteScenariosTest extends OperationsScenarios {
    private @Nullable ApiServer server;

    @Override
    protected Subject subject() throws Exception {
        FakeSubject subject = FakeSubject.behind(fake -> {
            server = new ApiServer(fake);
            return RemoteOperations.connect(server.url(), ApiServer.TOKEN);
        });
        subject.fake().status(Statuses.healthy());
        return subject;
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }
}
