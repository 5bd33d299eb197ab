package io.weir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The arrows between the rooms. */
@AnalyzeClasses(
        packages = "io.weir",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestKit.class})
class ArchitectureTest {
    private static final String ENVELOPE = "io.weir.envelope..";
    private static final String CONFIG = "io.weir.config..";
    private static final String JSON = "io.weir.json..";
    private static final String LOG = "io.weir.log..";
    private static final String ACTION = "io.weir.action..";
    private static final String VERIFY = "io.weir.verify..";
    private static final String INGEST = "io.weir.ingest..";
    private static final String WORKER = "io.weir.worker..";
    private static final String LOCAL = "io.weir.local..";
    private static final String CLI = "io.weir.cli..";
    private static final String OPERATIONS = "io.weir.operations..";
    private static final String CONSOLE = "io.weir.console..";
    private static final String SDK_CLIENTS = "software.amazon.awssdk.services..";
    private static final int MAX_PARTS = 6;

    /** The worker's fakes and kit come as a jar of their own. */
    static final class WithoutTestKit implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** Each package is a slice, those at the top of a module included. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().assignedFrom(new Packages()).namingSlices("$1").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_envelope_knows_only_the_jdk_and_the_json_parser = classes()
            .that()
            .resideInAnyPackage(ENVELOPE, CONFIG, JSON, LOG)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ENVELOPE,
                    CONFIG,
                    JSON,
                    LOG,
                    "java..",
                    "javax.crypto..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule priming_knows_only_the_jdk_and_our_json = classes()
            .that()
            .resideInAPackage("io.weir.priming")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.weir.priming", JSON, "java..", "javax.net.ssl..", "org.jspecify..");

    /** An action of another project compiles against it: no class of AWS, nothing of the worker. */
    @ArchTest
    static final ArchRule the_action_api_knows_only_the_envelope = classes()
            .that()
            .resideInAPackage("io.weir.action")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.weir.action", ENVELOPE, CONFIG, JSON, "java..", "org.jspecify..");

    /** Both functions verify, so it knows neither. */
    @ArchTest
    static final ArchRule verification_knows_neither_function_and_no_service = noClasses()
            .that()
            .resideInAPackage(VERIFY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, WORKER, LOCAL, CLI, OPERATIONS, CONSOLE, "software.amazon.awssdk..");

    @ArchTest
    static final ArchRule the_ingest_function_knows_envelope_and_verification_alone = noClasses()
            .that()
            .resideInAPackage(INGEST)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ACTION, WORKER, LOCAL, CLI, OPERATIONS, CONSOLE);

    @ArchTest
    static final ArchRule the_worker_function_knows_neither_the_ingest_function_nor_the_command = noClasses()
            .that()
            .resideInAPackage(WORKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, LOCAL, CLI, OPERATIONS, CONSOLE);

    @ArchTest
    static final ArchRule the_single_machine_mode_does_not_know_its_command = noClasses()
            .that()
            .resideInAPackage(LOCAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, CONSOLE);

    /** What an operator sees is the same wherever the requests are. */
    @ArchTest
    static final ArchRule the_operations_know_the_envelope_alone = noClasses()
            .that()
            .resideInAPackage(OPERATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, WORKER, LOCAL, CLI, CONSOLE);

    @ArchTest
    static final ArchRule the_console_knows_the_operations_alone = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, WORKER, LOCAL, CLI, SDK_CLIENTS);

    @ArchTest
    static final ArchRule the_ingest_function_has_no_databind_and_no_logging_framework = noClasses()
            .that()
            .resideInAPackage(INGEST)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "org.slf4j..", "java.util.logging..");

    @ArchTest
    static final ArchRule nothing_of_the_worker_imports_its_top = noClasses()
            .that()
            .resideInAPackage("io.weir.worker.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.worker");

    /** The region metadata of the SDK is data, not a client: verification takes the partitions' suffixes from it. */
    @ArchTest
    static final ArchRule adapters_alone_know_the_sdk = noClasses()
            .that(are(resideInAPackage(WORKER).and(not(resideInAPackage("io.weir.worker.aws..")))))
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk..")
                    .and(not(resideInAPackage("software.amazon.awssdk.regions.."))));

    @ArchTest
    static final ArchRule domain_packages_know_no_adapter = noClasses()
            .that(are(resideInAPackage("io.weir.worker.*..").and(not(resideInAPackage("io.weir.worker.aws..")))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.worker.aws..");

    /** The handler makes the client when the function starts. */
    @ArchTest
    static final ArchRule the_ingest_function_speaks_to_sqs_and_s3_in_one_class_each = noClasses()
            .that(are(resideInAPackage(INGEST)
                    .and(not(simpleName("SqsQueue").or(simpleName("S3Inbox")).or(simpleName("IngestHandler"))))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SDK_CLIENTS);

    /** The queue of one machine stands in for SQS, so it speaks SQS; of every other service it knows the worker's ports. */
    @ArchTest
    static final ArchRule the_single_machine_mode_knows_no_client_but_that_of_sqs = noClasses()
            .that(are(resideInAnyPackage(LOCAL, CLI)))
            .should()
            .dependOnClassesThat(
                    resideInAPackage(SDK_CLIENTS).and(not(resideInAPackage("software.amazon.awssdk.services.sqs.."))));

    /** By its builder or a factory of its own, which name each part. */
    @ArchTest
    static final ArchRule what_has_many_parts_is_not_made_by_position = constructors()
            .that()
            .areDeclaredInClassesThat(
                    resideInAnyPackage(WORKER, VERIFY).and(not(resideInAPackage("io.weir.worker.sns.."))))
            .and(new DescribedPredicate<>("have more than " + MAX_PARTS + " parameters") {
                @Override
                public boolean test(JavaConstructor constructor) {
                    return constructor.getRawParameterTypes().size() > MAX_PARTS;
                }
            })
            .should(new ArchCondition<>("be called by their own class alone") {
                @Override
                public void check(JavaConstructor constructor, ConditionEvents events) {
                    JavaClass owner = constructor.getOwner();
                    for (JavaConstructorCall call : constructor.getCallsOfSelf()) {
                        JavaClass caller = call.getOriginOwner();
                        boolean own = caller.equals(owner)
                                || caller.getEnclosingClass()
                                        .filter(owner::equals)
                                        .isPresent();
                        events.add(new SimpleConditionEvent(call, own, call.getDescription()));
                    }
                }
            });
}
