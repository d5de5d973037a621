package dev.flowruntime.servlet;

import static dev.flowruntime.servlet.Samples.BOUNDARY;
import static dev.flowruntime.servlet.Samples.body;
import static dev.flowruntime.servlet.Samples.bytes;
import static dev.flowruntime.servlet.Samples.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final byte[] TRICKY = "\r\n-x".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    /** Bytes of which many look like the beginning of a delimiter. */
    private static byte[] tricky(int size, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = TRICKY[random.nextInt(TRICKY.length)];
        }
        return bytes;
    }

    /** Gives as many bytes at a time as it likes. */
    private static InputStream inPieces(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, most));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "100, 1", "16384, 7", "16385, 16384", "50000, 3", "50000, 100000", "16300, 16384"})
    void bytesComeOutAsTheyWentInHoweverTheyArrive(int size, int pieces) throws IOException {
        for (long seed = 0; seed < 5; seed++) {
            byte[] content = tricky(size, seed);
            IncomingFile file = new MultipartBody(inPieces(body("a.txt", content), pieces), BOUNDARY, 1_000_000).file();
            assertThat(file.name()).isEqualTo("a.txt");
            assertThat(file.content().readAllBytes()).isEqualTo(content);
            assertThat(file.content().read()).isEqualTo(-1);
        }
    }

    @Test
    void theContentDoesNotEndBeforeTheBodyWasFoundWellFormed() throws IOException {
        byte[] whole = body("a.txt", bytes("hello"));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 4);
        IncomingFile file = new MultipartBody(new ByteArrayInputStream(cut), BOUNDARY, 1_000).file();
        assertThat(file.content().readNBytes(5)).isEqualTo(bytes("hello"));
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> file.content().read())
                .returns(ErrorCode.INVALID_INPUT, FlowException::code);
    }

    @Test
    void aBodyIsReadNoFurtherThanItMayBeLarge() {
        long[] read = {0};
        InputStream endless = new InputStream() {
            private final byte[] start = join(bytes("--" + BOUNDARY + "\r\n"), bytes("X: y\r\n\r\n"));

            @Override
            public int read() {
                throw new IllegalStateException("one by one is too slow");
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                int n = 0;
                while (n < length) {
                    to[offset + n++] = read[0] < start.length ? start[(int) read[0]] : (byte) 'a';
                    read[0]++;
                }
                return n;
            }
        };
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> new MultipartBody(endless, BOUNDARY, 100_000).file())
                .returns(ErrorCode.PAYLOAD_TOO_LARGE, FlowException::code);
        assertThat(read[0]).isLessThan(100_000 + MultipartBody.AROUND + 20_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data; boundary=abc | abc",
                "Multipart/Form-Data;boundary=\"a b:c\" | a b:c",
                "multipart/form-data; charset=utf-8; BOUNDARY=x | x",
                "multipart/mixed; boundary=abc |",
                "application/json |",
            })
    void theBoundaryIsReadFromTheType(String type, String boundary) {
        assertThat(MultipartBody.boundary(type)).isEqualTo(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=a; boundary=b",
                "multipart/form-data; boundary=\"a",
                "multipart/form-data; boundary=\"a \"",
                "multipart/form-data; boundary=a\u00e9",
                "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "multipart/form-data boundary=a; x",
            })
    void aBoundaryThatIsNoneIsRefused(String type) {
        if (type.startsWith("multipart/form-data boundary")) {
            assertThat(MultipartBody.boundary(type)).isNull();
            return;
        }
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> MultipartBody.boundary(type))
                .returns(ErrorCode.INVALID_INPUT, FlowException::code);
    }
}
