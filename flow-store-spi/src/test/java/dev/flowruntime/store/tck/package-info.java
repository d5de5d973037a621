/**
 * The contract kit: what every flow store must do, as tests.
 *
 * <p>A store passes when a class of a few lines for each contract passes, with none skipped:
 *
 * <pre>{@code
 * class JdbcTaskStoreTest extends TaskStoreContract {
 *     @Override
 *     protected StoreFixture openFixture() {
 *         return new JdbcStoreFixture();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.flowruntime.store.tck;

import org.jspecify.annotations.NullMarked;
