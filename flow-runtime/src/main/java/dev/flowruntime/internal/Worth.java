package dev.flowruntime.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What properties say that an achievement is worth; what they say in another form is not kept.
 *
 * @param micros millionths of the currency, rounded half up
 * @param currency ISO 4217
 */
record Worth(@Nullable Long micros, @Nullable String currency) {
    private static final BigDecimal LIMIT = BigDecimal.valueOf(1_000_000_000_000L);
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    static Worth of(Map<String, @Nullable Object> props) {
        Object value = props.get("value");
        Object currency = props.get("currency");
        return new Worth(
                value instanceof Long || value instanceof Double ? micros(new BigDecimal(value.toString())) : null,
                currency instanceof String code && CURRENCIES.contains(code) ? code : null);
    }

    private static @Nullable Long micros(BigDecimal value) {
        return value.abs().compareTo(LIMIT) > 0
                ? null
                : value.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
