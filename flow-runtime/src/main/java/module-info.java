/** The engine and its Java API. */
module dev.flowruntime {
    requires transitive dev.flowruntime.store;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires com.github.f4b6a3.uuid;
    requires static org.apache.tika.core;
    requires re2j;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.slf4j;
    requires static jakarta.messaging;
    requires static micrometer.core;
    requires static kafka.clients;
    requires org.snakeyaml.engine;

    exports dev.flowruntime;
    exports dev.flowruntime.definition;
    exports dev.flowruntime.document;
    exports dev.flowruntime.expression;
    exports dev.flowruntime.form;
    exports dev.flowruntime.llm;
    exports dev.flowruntime.metrics;
    exports dev.flowruntime.node;
    exports dev.flowruntime.provisioning;
    exports dev.flowruntime.token;
    exports dev.flowruntime.transport;
    exports dev.flowruntime.upload;
}
