package dev.flowruntime.store.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Proves that the contract kit can fail. */
class BrokenStoresTest {
    @ParameterizedTest
    @EnumSource
    void everyFaultIsFound(Fault fault) {
        TestExecutionSummary summary = run(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(fault.contract, fault.test))
                .configurationParameter(BrokenStore.FAULT, fault.name()));
        assertThat(summary.getTestsFoundCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .hasSize(1)
                .hasOnlyElementsOfType(AssertionError.class);
    }

    @Test
    void theTestsThatFindFaultsPassForTheSameStoreWithoutAFault() {
        TestExecutionSummary summary = run(LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(Fault.values())
                        .map(fault -> selectMethod(fault.contract, fault.test))
                        .toList()));
        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(Fault.values().length);
    }

    private static TestExecutionSummary run(LauncherDiscoveryRequestBuilder request) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        return listener.getSummary();
    }
}
