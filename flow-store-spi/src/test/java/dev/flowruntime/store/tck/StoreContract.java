package dev.flowruntime.store.tck;

import dev.flowruntime.model.Execution;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.Standing;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contracts share: an empty store for each test, with two tenants in it. */
@Timeout(120)
public abstract class StoreContract {
    protected StoreFixture fixture;
    protected FlowStore store;
    protected SettableClock clock;
    protected TenantFixture acme;
    protected TenantFixture globex;

    /** Opens an empty store; the contract closes it after the test. */
    protected abstract StoreFixture openFixture();

    @BeforeEach
    final void open() {
        fixture = openFixture();
        store = fixture.store();
        clock = fixture.clock();
        acme = fixture.newTenant("acme");
        globex = fixture.newTenant("globex");
    }

    /** At most ten. */
    final List<Execution> claimDue(Due kind) {
        return claimDue(kind, fixture.claim(10));
    }

    final List<Execution> claimDue(Due kind, Claim claim) {
        return store.executions().claimDue(kind, claim).stream()
                .map(Standing::execution)
                .toList();
    }

    @AfterEach
    final void close() {
        fixture.close();
    }
}
