/** The HTTP faces of the engine in any Jakarta servlet container. */
module dev.flowruntime.servlet {
    requires transitive dev.flowruntime;
    requires transitive jakarta.servlet;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires io.github.bucket4j.core;
    requires org.slf4j;

    exports dev.flowruntime.servlet;
}
