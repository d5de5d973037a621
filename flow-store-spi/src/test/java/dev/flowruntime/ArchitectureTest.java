package dev.flowruntime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.flowruntime", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule valuesDoNotSeeTheStore = noClasses()
            .that()
            .resideInAPackage("dev.flowruntime.model")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flowruntime.store..");

    @ArchTest
    static final ArchRule theSpiDoesNotSeeItsImplementation = noClasses()
            .that()
            .resideInAPackage("dev.flowruntime.store")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flowruntime.store.*..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.flowruntime.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule storesReadNoClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule storesMakeNoIds = noClasses().should().callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
