package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final Handler GET = exchange -> Answer.json(200, new byte[0]);
    private static final Handler POST = exchange -> Answer.json(201, new byte[0]);

    private final Routes routes = new Routes()
            .add("GET", "/things", GET)
            .add("POST", "/things", POST)
            .add("GET", "/things/{}", GET)
            .add("POST", "/things/{}/parts", POST)
            .add("GET", "/things/new", POST);

    @Test
    void aPathIsFoundWithTheSegmentThatItsRouteLeavesOpen() {
        assertThat(routes.find("/things").parameter()).isEmpty();
        assertThat(routes.find("/things/7").parameter()).isEqualTo("7");
        assertThat(routes.find("/things/a b").parameter()).isEqualTo("a b");
        assertThat(routes.find("/things/7/parts").parameter()).isEqualTo("7");
    }

    @Test
    void aFixedPathWinsOverAnOpenOne() {
        assertThat(routes.find("/things/new").route().handler("GET")).isSameAs(POST);
    }

    @Test
    void otherPathsAreNotFound() {
        for (String path : new String[] {
            "",
            "/",
            "/thing",
            "/things/",
            "/things//parts",
            "/things/7/8",
            "/things/7/parts/",
            "things",
            "/things/parts/x"
        }) {
            assertThat(routes.find(path)).as(path).isNull();
        }
    }

    @Test
    void aRouteKnowsItsMethods() {
        Routes.Route things = routes.find("/things").route();

        assertThat(things.handler("GET")).isSameAs(GET);
        assertThat(things.handler("HEAD")).isSameAs(GET);
        assertThat(things.handler("POST")).isSameAs(POST);
        assertThat(things.handler("PUT")).isNull();
        assertThat(things.handler("get")).isNull();
        assertThat(things.methods(false)).containsExactly("GET", "HEAD", "POST");
        assertThat(things.methods(true)).containsExactly("GET", "HEAD", "OPTIONS", "POST");
        assertThat(routes.find("/things/7/parts").route().methods(false)).containsExactly("POST");
    }
}
