-- Take what no month's partition takes, so that no row is ever refused. The months' own partitions are made as time goes by.
create table flow_history_event_default partition of flow_history_event default;
create table flow_message_default partition of flow_message default;
create table flow_audit_record_default partition of flow_audit_record default;
create table flow_telemetry_event_default partition of flow_telemetry_event default;
create table flow_model_use_default partition of flow_model_use default;
