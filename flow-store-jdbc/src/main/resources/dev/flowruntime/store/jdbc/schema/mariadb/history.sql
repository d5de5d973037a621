-- Which steps this schema has seen. A step without a time has begun and not ended.
create table if not exists flow_schema_step (
    step int primary key,
    name varchar(100) not null,
    checksum varchar(64) not null,
    applied_at datetime(6)
) engine = innodb;
