package dev.flowruntime.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.flowruntime.servlet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheWireSeesJackson = noClasses()
            .that()
            .resideOutsideOfPackage("dev.flowruntime.servlet.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule theWireKnowsNoServlet = noClasses()
            .that()
            .resideInAPackage("dev.flowruntime.servlet.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flowruntime.servlet", "jakarta.servlet..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noStoreImplementationIsSeen =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.flowruntime.store.*..");

    @ArchTest
    static final ArchRule requestsBelongToNoThread =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
