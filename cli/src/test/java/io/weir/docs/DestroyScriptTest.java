package io.weir.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/destroy} says of what it leaves; Terraform is here a script. */
class DestroyScriptTest {
    @TempDir
    private Path folder;

    private record Ended(int status, String said) {}

    /** @param left what the state still holds after a destroy that ends with the status */
    private Ended destroy(int status, String left) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path terraform = Files.writeString(bin.resolve("terraform"), """
                #!/bin/sh
                case "$2" in
                  destroy) echo "destroy $3"; exit %d ;;
                  state) printf '%%s' '%s' ;;
                esac
                """.formatted(status, left));
        assertThat(terraform.toFile().setExecutable(true)).isTrue();
        Path root = Files.createDirectories(folder.resolve("root"));
        ProcessBuilder command = new ProcessBuilder(
                "bash", Repository.ROOT.resolve("scripts/destroy").toString(), root.toString(), "-auto-approve");
        command.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @Test
    void allIsGone_nothingMoreIsSaid() throws Exception {
        assertThat(destroy(0, "")).isEqualTo(new Ended(0, "destroy -auto-approve\n"));
    }

    @Test
    void bucketThatIsNotEmpty_isNamedAsItStandsInTheStateWithTheWayToDeleteIt() throws Exception {
        Ended ended = destroy(1, "module.weir.aws_s3_bucket.weir\nmodule.weir.aws_s3_bucket_versioning.weir\n");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .contains(
                        "  module.weir.aws_s3_bucket.weir\n  module.weir.aws_s3_bucket_versioning.weir\n",
                        "list-object-versions",
                        "force_destroy = true",
                        "apply -target='module.weir.aws_s3_bucket.weir'");
    }

    @Test
    void failureOfSomethingElse_saysNothingOfBuckets() throws Exception {
        assertThat(destroy(1, "module.weir.aws_sns_topic.alarms\n")).isEqualTo(new Ended(1, "destroy -auto-approve\n"));
    }
}
