package dev.flowruntime.internal;

import dev.flowruntime.token.AddressHashes;
import dev.flowruntime.token.KeyRing;
import dev.flowruntime.token.LeaseTokens;
import dev.flowruntime.token.SessionTokens;
import dev.flowruntime.token.UploadLinks;
import dev.flowruntime.token.WaitTokens;

/** Makes and checks what is signed; kept, since deriving its keys is slow. */
public record Signing(
        SessionTokens sessions, WaitTokens waits, LeaseTokens leases, UploadLinks uploads, AddressHashes addresses) {
    public static Signing with(KeyRing keys) {
        return new Signing(
                new SessionTokens(keys),
                new WaitTokens(keys),
                new LeaseTokens(keys),
                new UploadLinks(keys),
                new AddressHashes(keys));
    }
}
