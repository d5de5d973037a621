package dev.flowruntime.store;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps the versions of standalone forms; which of them is active is all that ever changes. */
public interface FormStore {
    /**
     * Adds the next version of a form and makes it the active one, whatever its {@code active} says.
     *
     * <p>Its number must be one more than the form's highest, archived or not; another number, a code that belongs to another
     * form, or a form under another code is {@link FormChange.Stale}.
     */
    FormChange publish(FormVersion next);

    /** Leaves the form without an active version. */
    void archive(TenantId tenant, FormId form);

    /** The active version of the form. */
    Optional<FormVersion> findActive(TenantId tenant, FormId form);

    /** The active version of the form with this code. */
    Optional<FormVersion> findActive(TenantId tenant, String code);

    /** The versions of the form with this code, oldest first. */
    List<FormVersion> listVersions(TenantId tenant, String code);

    /** The active versions of all forms of the tenant, by code. */
    List<FormVersion> listActive(TenantId tenant);
}
