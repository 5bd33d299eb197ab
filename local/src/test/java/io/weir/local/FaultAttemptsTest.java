package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultAttemptsTest {
    @TempDir
    private Path data;

    private List<String> unmet(String... details) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String detail : details) {
            lines.add("{\"Source\":\"s\",\"Outcome\":\"Retry\",\"Reason\":\"r\",\"attempt\":1,\"detail\":\"" + detail
                    + "\"}");
        }
        Files.write(data.resolve("log"), lines);
        return FaultAttempts.read(data).unmet();
    }

    @Test
    void unmet_onlyOtherFaults_areAll() throws IOException {
        assertThat(unmet("fails", "hung, and broke off")).hasSize(FaultDownstream.values().length);
    }

    @Test
    void unmet_metDirectlyOrByItsBreaker_areTheOthers() throws IOException {
        assertThat(unmet("MAIL is down", "the circuit breaker of bucket is open: IOException: BUCKET is down"))
                .containsExactly("TARGET", "TABLE", "CERTIFICATES", "SECRETS");
    }

    @Test
    void read_lineThatAKillCutOff_isPassedOver() throws IOException {
        Files.writeString(data.resolve("log"), "{\"Source\":\"s\",\"Outc");
        assertThat(FaultAttempts.read(data).unmet()).hasSize(FaultDownstream.values().length);
    }
}
