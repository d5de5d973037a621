/** The engine and its Java API. */
module dev.flowruntime {
    requires transitive dev.flowruntime.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires com.github.f4b6a3.uuid;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires re2j;

    exports dev.flowruntime.document;
}
