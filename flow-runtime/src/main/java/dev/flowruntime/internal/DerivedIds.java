package dev.flowruntime.internal;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids that follow from others, so that doing a thing again names it the same. */
final class DerivedIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DerivedIds() {}

    /** A UUIDv7 with the time of the base and bits that depend on both ids. */
    static UUID from(UUID base, UUID part) {
        ByteBuffer bytes = ByteBuffer.allocate(32)
                .putLong(base.getMostSignificantBits())
                .putLong(base.getLeastSignificantBits())
                .putLong(part.getMostSignificantBits())
                .putLong(part.getLeastSignificantBits());
        ByteBuffer hash = ByteBuffer.wrap(Fingerprint.sha256(bytes.array()));
        long most = base.getMostSignificantBits() & 0xFFFF_FFFF_FFFF_0000L | VERSION_7 | hash.getLong() & 0xFFFL;
        long least = VARIANT | hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL;
        return new UUID(most, least);
    }
}
