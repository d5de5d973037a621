package dev.flowruntime.internal;

import dev.flowruntime.token.KeyRing;
import dev.flowruntime.token.LeaseTokens;
import dev.flowruntime.token.SessionTokens;
import dev.flowruntime.token.UploadLinks;
import dev.flowruntime.token.WaitTokens;

/** Makes and checks the tokens that are signed; kept, since deriving their keys is slow. */
public record Signing(SessionTokens sessions, WaitTokens waits, LeaseTokens leases, UploadLinks uploads) {
    public static Signing with(KeyRing keys) {
        return new Signing(new SessionTokens(keys), new WaitTokens(keys), new LeaseTokens(keys), new UploadLinks(keys));
    }
}
