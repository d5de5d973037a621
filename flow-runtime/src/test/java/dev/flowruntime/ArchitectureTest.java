package dev.flowruntime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.flowruntime", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule documentsSeeValuesOnly = seesOnly("document", "model");

    @ArchTest
    static final ArchRule expressionsSeeDocumentsAndValuesOnly = seesOnly("expression", "document", "model");

    @ArchTest
    static final ArchRule formsSeeDocumentsAndValuesOnly = seesOnly("form", "document", "model");

    @ArchTest
    static final ArchRule tokensSeeValuesOnly = seesOnly("token", "model");

    @ArchTest
    static final ArchRule waysOutDoNotSeeTheEngine = seesOnly("transport", "document", "model", "store", "token");

    @ArchTest
    static final ArchRule countingModelsTakesNothingElse = seesOnly("llm", "model");

    @ArchTest
    static final ArchRule nodesDoNotSeeFlows = seesOnly("node", "document", "expression", "form", "llm", "model");

    @ArchTest
    static final ArchRule flowsAreReadAndCompiledWithoutAnEngine =
            seesOnly("definition", "document", "expression", "form", "llm", "model", "node");

    /** The root package is the face of the whole engine: it and what is behind it know each other. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.flowruntime.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theEngineKnowsNoStoreImplementation = noClasses()
            .that()
            .resideOutsideOfPackage("dev.flowruntime.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flowruntime.store.*..");

    @ArchTest
    static final ArchRule timeIsAParameter = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule idsAreAParameter = noClasses().should().callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule nothingIsBoundToAThread =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static ArchRule seesOnly(String name, String... others) {
        String[] seen = Stream.concat(Stream.of(name), Stream.of(others))
                .map(seenName -> "dev.flowruntime." + seenName + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.flowruntime." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.flowruntime..").and(not(resideInAnyPackage(seen))));
    }
}
