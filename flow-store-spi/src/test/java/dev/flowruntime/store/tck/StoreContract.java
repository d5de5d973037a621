package dev.flowruntime.store.tck;

import dev.flowruntime.store.FlowStore;
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

    @AfterEach
    final void close() {
        fixture.close();
    }
}
