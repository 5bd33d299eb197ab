package io.weir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms. */
@AnalyzeClasses(
        packages = "io.weir",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestKit.class})
class ArchitectureTest {
    /** The worker's fakes and kit come as a jar of their own. */
    static final class WithoutTestKit implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule the_envelope_knows_only_the_jdk_and_the_json_parser = classes()
            .that()
            .resideInAPackage("io.weir.envelope..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.weir.envelope..", "io.weir.config..", "io.weir.json..", "java..", "com.fasterxml.jackson.core..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_ingest_function_knows_neither_the_worker_nor_the_command = noClasses()
            .that()
            .resideInAPackage("io.weir.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.weir.worker..", "io.weir.local..", "io.weir.cli..");

    @ArchTest
    static final ArchRule the_worker_function_knows_neither_the_ingest_function_nor_the_command = noClasses()
            .that()
            .resideInAPackage("io.weir.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.weir.ingest..", "io.weir.local..", "io.weir.cli..");

    @ArchTest
    static final ArchRule the_ingest_function_has_no_databind_and_no_logging_framework = noClasses()
            .that()
            .resideInAPackage("io.weir.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "org.slf4j..", "java.util.logging..");

    /** The region metadata of the SDK is data, not a client: verification takes the partitions' suffixes from it. */
    @ArchTest
    static final ArchRule domain_packages_hold_no_aws_client = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.weir.worker.verify..",
                    "io.weir.worker.sns..",
                    "io.weir.worker.hmac..",
                    "io.weir.worker.secret..",
                    "io.weir.worker.action..",
                    "io.weir.worker.claim..",
                    "io.weir.worker.guard..",
                    "io.weir.worker.batch..")
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk..")
                    .and(not(resideInAPackage("software.amazon.awssdk.regions.."))));

    @ArchTest
    static final ArchRule domain_packages_know_no_adapter = noClasses()
            .that(resideInAnyPackage("io.weir.worker.*..").and(not(resideInAPackage("io.weir.worker.aws.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.worker.aws..");

    @ArchTest
    static final ArchRule the_single_machine_mode_does_not_know_its_command = noClasses()
            .that()
            .resideInAPackage("io.weir.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.cli..");

    @ArchTest
    static final ArchRule the_worker_has_no_cycles =
            slices().matching("io.weir.worker.(*)..").should().beFreeOfCycles();
}
