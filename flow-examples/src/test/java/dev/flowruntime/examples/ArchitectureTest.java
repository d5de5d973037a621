package dev.flowruntime.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.flowruntime.examples", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The examples have no module descriptor, so the compiler would let them in. */
    @ArchTest
    static final ArchRule onlyThePublishedApiIsShown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flowruntime.internal..", "dev.flowruntime.servlet.wire..");
}
