-- Which steps this schema has seen. A step without a time has begun and not ended.
create table if not exists flow_schema_step (
    step int primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz
);
