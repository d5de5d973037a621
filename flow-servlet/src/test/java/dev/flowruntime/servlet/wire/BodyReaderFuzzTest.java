package dev.flowruntime.servlet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import java.io.IOException;

/**
 * The reader of bodies against any bytes at all: on the saved ones in each build, and on what a fuzzer finds when it is run with
 * {@code JAZZER_FUZZ=1 mvn -pl flow-servlet -am test -Dtest=BodyReaderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class BodyReaderFuzzTest {
    private final JsonMapper other = new JsonMapper();

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAnObjectOrRefused(byte[] bytes) throws IOException {
        JsonBody body;
        try {
            body = StrictJson.read(bytes);
        } catch (FlowException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(body.size()).isEqualTo(bytes.length);
        if (body.flaw() == null) { // what has one is refused behind the reader, and other readers differ there
            assertThat(other.readTree(bytes).isObject()).isTrue();
            String written = JsonTree.write(body.members()).text();
            assertThat(JsonTree.write(JsonTree.read(new Json(written))).text()).isEqualTo(written);
        }
    }
}
