package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of places whose requests their container has given up. */
class AdmissionTest {
    private final Admission admission = new Admission(1, Duration.ofMinutes(1), System::nanoTime);

    /** A request in line, and what its container knows of it. */
    private record Kept(Exchange exchange, AsyncContext context) {}

    private static Kept request() {
        HttpServletRequest request = mock(HttpServletRequest.class);
        AsyncContext context = mock(AsyncContext.class);
        AtomicReference<Object> attribute = new AtomicReference<>();
        when(request.getHttpServletMapping()).thenReturn(mock(HttpServletMapping.class));
        when(request.isAsyncSupported()).thenReturn(true);
        when(request.startAsync()).thenReturn(context);
        when(request.getAttribute(anyString())).thenAnswer(call -> attribute.get());
        doAnswer(call -> {
                    attribute.set(call.getArgument(1));
                    return null;
                })
                .when(request)
                .setAttribute(anyString(), any());
        return new Kept(new Exchange(request, "id", null), context);
    }

    private Kept waiting() {
        Kept kept = request();
        assertThat(admission.await(kept.exchange)).isTrue();
        return kept;
    }

    private static Admission.Waiting waited(Kept kept) {
        Admission.Waiting waited = kept.exchange.waited();
        assertThat(waited).isNotNull();
        return waited;
    }

    @Test
    void thePlaceOfARequestThatIsGoneGoesToTheNextInLine() {
        assertThat(admission.enter()).isTrue();
        Kept gone = waiting();
        doThrow(new IllegalStateException("completed")).when(gone.context).dispatch();
        Kept next = waiting();

        admission.leave();

        verify(next.context).dispatch();
        assertThat(waited(gone).takePlace()).isFalse();
        assertThat(waited(next).takePlace()).isTrue();
        assertThat(admission.enter()).isFalse();
    }

    @Test
    void aPlaceThatWasGivenAndNeverTakenIsFreeWhenItsRequestEnds() {
        assertThat(admission.enter()).isTrue();
        Kept kept = waiting();
        admission.leave();
        assertThat(admission.enter()).isFalse();

        waited(kept).onError(mock(AsyncEvent.class));
        waited(kept).onComplete(mock(AsyncEvent.class));

        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
    }

    @Test
    void aPlaceThatWasTakenIsNotFreeWhenItsRequestEnds() {
        assertThat(admission.enter()).isTrue();
        Kept kept = waiting();
        admission.leave();
        assertThat(waited(kept).takePlace()).isTrue();

        waited(kept).onComplete(mock(AsyncEvent.class));

        assertThat(admission.enter()).isFalse();
        admission.leave();
        assertThat(admission.enter()).isTrue();
    }

    @Test
    void whoComesWhileNobodyIsServedHasItsPlaceAtOnce() {
        Kept kept = waiting(); // the last one left between its look for a place and its standing in line
        verify(kept.context).dispatch();
        assertThat(waited(kept).takePlace()).isTrue();
    }
}
