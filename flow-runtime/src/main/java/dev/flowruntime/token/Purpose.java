package dev.flowruntime.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a subkey is for. The labels are part of every token that is out there: changing one ends them all. */
enum Purpose {
    SESSION("flow-runtime session token"),
    WAIT("flow-runtime wait token"),
    LEASE("flow-runtime task lease"),
    UPLOAD("flow-runtime upload link"),
    SECRET("flow-runtime secrets at rest");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    Hmac subkey(SigningKey key) {
        return new Hmac(bytes(key));
    }

    /** 32 bytes for this purpose alone. */
    byte[] bytes(SigningKey key) {
        return Hkdf.derive(key.bytes(), new byte[0], label.getBytes(US_ASCII), Hmac.LENGTH);
    }
}
