package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.EngineToken;
import org.junit.jupiter.api.Test;

/** What an {@code EngineTokenStore} must do. */
public abstract class EngineTokenStoreContract extends StoreContract {
    @Test
    void aTokenIsFoundByItsHash() {
        EngineToken bound = put(new EngineToken("a1", "backend", acme.id()));
        EngineToken free = put(new EngineToken("b2", "operator", null));
        assertThat(store.engineTokens().find("a1")).contains(bound);
        assertThat(store.engineTokens().find("b2")).contains(free);
        assertThat(store.engineTokens().find("c3")).isEmpty();
    }

    @Test
    void puttingATokenAgainReplacesIt() {
        put(new EngineToken("a1", "backend", null));
        EngineToken bound = put(new EngineToken("a1", "warehouse", acme.id()));
        assertThat(store.engineTokens().find("a1")).contains(bound);
    }

    @Test
    void aTenantsTokensAreListedByLabel() {
        EngineToken second = put(new EngineToken("a1", "b", acme.id()));
        EngineToken first = put(new EngineToken("b2", "a", acme.id()));
        put(new EngineToken("c3", "a", globex.id()));
        put(new EngineToken("d4", "a", null));
        assertThat(store.engineTokens().list(acme.id())).containsExactly(first, second);
    }

    @Test
    void aTokenThatIsTakenAwayIsAbsent() {
        put(new EngineToken("a1", "backend", acme.id()));
        store.engineTokens().remove(acme.id(), "a1");
        store.engineTokens().remove(acme.id(), "a1");
        assertThat(store.engineTokens().find("a1")).isEmpty();
    }

    @Test
    void nobodyTakesAnotherTenantsTokenAway() {
        EngineToken theirs = put(new EngineToken("a1", "backend", globex.id()));
        EngineToken free = put(new EngineToken("b2", "operator", null));
        store.engineTokens().remove(acme.id(), "a1");
        store.engineTokens().remove(acme.id(), "b2");
        assertThat(store.engineTokens().find("a1")).contains(theirs);
        assertThat(store.engineTokens().find("b2")).contains(free);
    }

    private EngineToken put(EngineToken token) {
        store.engineTokens().put(token);
        return token;
    }
}
