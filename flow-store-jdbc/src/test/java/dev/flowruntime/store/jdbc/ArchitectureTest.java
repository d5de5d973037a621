package dev.flowruntime.store.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.flowruntime.store.jdbc", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule tablesAndDialectsStayInside = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("JdbcFlowStore")
            .orShould()
            .haveSimpleName("JdbcSchema")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theInMemoryStoreIsAnotherStore = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flowruntime.store.memory..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule storesReadNoClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule storesMakeNoIds =
            noClasses().should().callMethod(UUID.class, "randomUUID").allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);
}
