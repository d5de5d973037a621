package dev.flowruntime.model;

import java.time.LocalDate;

/**
 * How much a widget key was used on one day of UTC.
 *
 * @param sessions that were opened
 * @param messages that were answered
 * @param events of telemetry that were recorded
 * @param mounts how often a form was shown
 */
public record KeyUsage(WidgetKeyId widgetKey, LocalDate day, long sessions, long messages, long events, long mounts) {
    /** Both together, of one key and day. */
    public KeyUsage plus(KeyUsage more) {
        return new KeyUsage(
                widgetKey,
                day,
                sessions + more.sessions,
                messages + more.messages,
                events + more.events,
                mounts + more.mounts);
    }
}
