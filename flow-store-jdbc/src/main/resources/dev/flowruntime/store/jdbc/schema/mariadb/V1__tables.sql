-- The tables of PostgreSQL, without what MariaDB does not have: partitions, roles and indexes of some of the rows. An
-- index of all rows begins with, or holds, the state that PostgreSQL's is restricted to.
--
-- Ids are binary(16), times are UTC, texts that an index holds are varchar, and others text; lists and documents are longtext.
-- Texts are compared by code point and with their last spaces, whatever the database's default says.

-- Every key of a tenant's table begins with the tenant, so that tables can be distributed by it. Hot tables have no foreign
-- keys: all rows of a turn are written under the row lock of their conversation, by the commit that has just found it.

-- Directories: what tells a tenant. Only the dispatcher reads them.

create table flow_tenant (
    id binary(16) primary key,
    slug varchar(255) not null unique,
    name text not null,
    created_at datetime(6) not null
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_engine_token (
    hash varchar(255) primary key,
    label text not null,
    tenant_id binary(16)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_engine_token_tenant on flow_engine_token (tenant_id);

create table flow_public_key (
    public_key varchar(255) primary key,
    tenant_id binary(16) not null,
    widget_key_id binary(16) not null
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Configuration of a tenant.

create table flow_widget_key (
    tenant_id binary(16) not null,
    id binary(16) not null,
    public_key varchar(255) not null,
    label text not null,
    status varchar(255) not null,
    allowed_origins longtext not null,
    all_intents boolean not null,
    intents longtext not null,
    all_forms boolean not null,
    forms longtext not null,
    webhook_url text,
    webhook_secret text,
    webhook_previous_secret text,
    webhook_previous_until datetime(6),
    identity_secret text,
    created_at datetime(6) not null,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_setting (
    tenant_id binary(16) not null,
    name varchar(255) not null,
    document longtext not null,
    primary key (tenant_id, name)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- A flow, its newest version and its active one; the intent is the active version's.
create table flow_flow (
    tenant_id binary(16) not null,
    id binary(16) not null,
    code varchar(255) not null,
    newest_version int not null,
    active_version int,
    intent varchar(255),
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, intent)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_version (
    tenant_id binary(16) not null,
    flow_id binary(16) not null,
    version int not null,
    name text not null,
    document longtext not null,
    intent varchar(255),
    event text,
    published_at datetime(6) not null,
    primary key (tenant_id, flow_id, version),
    foreign key (tenant_id, flow_id) references flow_flow (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- A standalone form, its newest version and its active one.
create table flow_form (
    tenant_id binary(16) not null,
    id binary(16) not null,
    code varchar(255) not null,
    newest_version int not null,
    active_version int,
    primary key (tenant_id, id),
    unique (tenant_id, code)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_form_version (
    tenant_id binary(16) not null,
    form_id binary(16) not null,
    version int not null,
    document longtext not null,
    published_at datetime(6) not null,
    primary key (tenant_id, form_id, version),
    foreign key (tenant_id, form_id) references flow_form (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- What conversations consist of.

create table flow_conversation (
    tenant_id binary(16) not null,
    id binary(16) not null,
    widget_key_id binary(16),
    customer_id varchar(255),
    locale text,
    variables longtext not null,
    revision bigint not null,
    -- the seq of the last message, the position of the last outbox entry, and the number of the last turn
    last_message bigint not null,
    last_entry bigint not null,
    last_turn bigint not null,
    created_at datetime(6) not null,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create unique index flow_conversation_customer on flow_conversation (tenant_id, widget_key_id, customer_id);

create table flow_execution (
    tenant_id binary(16) not null,
    id binary(16) not null,
    conversation_id binary(16) not null,
    flow_id binary(16) not null,
    flow_version int not null,
    status varchar(255) not null,
    revision bigint not null,
    state longtext not null,
    blocks longtext not null,
    wait_kind text,
    wait_pause bigint,
    wait_node text,
    wait_input longtext,
    wait_event text,
    wait_task binary(16),
    wait_expires_at datetime(6),
    wait_remind_at datetime(6),
    -- the name of the event that it waits for, unless it waits for a task's result
    awaited_event varchar(255),
    wake_at datetime(6),
    attempts int not null,
    -- how many events were accepted for it
    last_event bigint not null,
    started_at datetime(6) not null,
    updated_at datetime(6) not null,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_execution_wake on flow_execution (wake_at);

create index flow_execution_awaited on flow_execution (tenant_id, awaited_event, id);

-- No column of it ever changes, so that turns leave it alone: the status is looked up in the rows.
create index flow_execution_conversation on flow_execution (tenant_id, conversation_id, started_at);

-- Its key is the turn's place in the conversation, by which streams read it; who asks for an execution's knows the conversation.
create table flow_history_event (
    tenant_id binary(16) not null,
    conversation_id binary(16) not null,
    turn bigint not null,
    execution_id binary(16) not null,
    revision bigint not null,
    cause text not null,
    status varchar(255) not null,
    steps longtext not null,
    -- what clients were to be told
    reply longtext,
    -- tells whose commit made this revision when the answer to it was lost
    nonce bigint not null,
    at datetime(6) not null,
    primary key (tenant_id, conversation_id, turn)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_message (
    tenant_id binary(16) not null,
    conversation_id binary(16) not null,
    seq bigint not null,
    id binary(16) not null,
    role text not null,
    execution_id binary(16),
    text longtext,
    blocks longtext not null,
    created_at datetime(6) not null,
    primary key (tenant_id, conversation_id, seq)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_task (
    tenant_id binary(16) not null,
    id binary(16) not null,
    queue varchar(255) not null,
    execution_id binary(16) not null,
    conversation_id binary(16) not null,
    -- its place among the tasks of its execution
    position bigint not null,
    node text not null,
    result_events longtext not null,
    payload longtext not null,
    state varchar(255) not null,
    attempts int not null,
    max_attempts int not null,
    deadline datetime(6) not null,
    due_at datetime(6) not null,
    generation bigint not null,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_task_execution on flow_task (tenant_id, execution_id, position);

create index flow_task_due on flow_task (state, queue, due_at);

create index flow_task_due_tenant on flow_task (tenant_id, state, queue, due_at);

create index flow_task_exhausted on flow_task (state, due_at);

create table flow_inbox_event (
    tenant_id binary(16) not null,
    id binary(16) not null,
    name text not null,
    data longtext not null,
    execution_id binary(16),
    -- its place among the events of its execution; null when that was unknown
    position bigint,
    task_id binary(16),
    idempotency_key varchar(600),
    fingerprint text not null,
    received_at datetime(6) not null,
    -- when it is to be finished by a worker; null when it is finished
    due_at datetime(6),
    reply longtext,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create unique index flow_inbox_event_key on flow_inbox_event (tenant_id, idempotency_key);

create index flow_inbox_event_execution on flow_inbox_event (tenant_id, execution_id, position);

create index flow_inbox_event_due on flow_inbox_event (due_at);

create table flow_consumed_event (
    tenant_id binary(16) not null,
    execution_id binary(16) not null,
    event_id binary(16) not null,
    primary key (tenant_id, execution_id, event_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Requests that may come again, and what the sender of each was told. Its body comes once, with the turn.
create table flow_idempotency_key (
    tenant_id binary(16) not null,
    scope varchar(100) not null,
    idempotency_key varchar(255) not null,
    fingerprint text not null,
    attempt binary(16) not null,
    -- until then the attempt holds the key, unless it is settled
    leased_until datetime(6) not null,
    expires_at datetime(6) not null,
    -- whether the status and the body are the answer
    settled boolean not null,
    status int,
    body longtext,
    primary key (tenant_id, scope, idempotency_key)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_idempotency_key_expiry on flow_idempotency_key (expires_at);

create table flow_outbox_entry (
    tenant_id binary(16) not null,
    id binary(16) not null,
    widget_key_id binary(16) not null,
    conversation_id binary(16),
    -- its place among the entries of its conversation
    position bigint not null,
    event text not null,
    body longtext not null,
    created_at datetime(6) not null,
    state varchar(255) not null,
    attempts int not null,
    due_at datetime(6) not null,
    generation bigint not null,
    -- an earlier entry of the same line was seen pending; whoever settles that one takes this back
    parked boolean not null,
    -- given up, and nothing of the same line was delivered since
    gap boolean not null default false,
    -- why the last attempt failed
    error text,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_outbox_entry_due on flow_outbox_entry (state, parked, widget_key_id, due_at);

create index flow_outbox_entry_line on flow_outbox_entry (tenant_id, conversation_id, widget_key_id, state, position);

-- Endpoints of webhooks that have failed, or are paused.
create table flow_endpoint (
    tenant_id binary(16) not null,
    widget_key_id binary(16) not null,
    failing_since datetime(6),
    paused_at datetime(6),
    primary key (tenant_id, widget_key_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_form_submission (
    tenant_id binary(16) not null,
    id binary(16) not null,
    form_id binary(16) not null,
    form_version int not null,
    widget_key_id binary(16) not null,
    submitted_values longtext not null,
    visitor_id text,
    conversation_id binary(16),
    channel text,
    locale text,
    client_submission_id varchar(255),
    submitted_at datetime(6) not null,
    primary key (tenant_id, id),
    unique (tenant_id, form_id, client_submission_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_form_submission_form on flow_form_submission (tenant_id, form_id, submitted_at, id);

-- A file for a field of a form; its bytes are in the blob store, which may be the table below.
create table flow_upload (
    tenant_id binary(16) not null,
    id binary(16) not null,
    place text not null,
    field text not null,
    blob_name binary(16) not null,
    file_name text not null,
    mime text not null,
    size bigint not null,
    arrived boolean not null,
    used_by text,
    expires_at datetime(6),
    created_at datetime(6) not null,
    primary key (tenant_id, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_upload_size on flow_upload (tenant_id, size);

create index flow_upload_expired on flow_upload (expires_at);

create table flow_blob_chunk (
    tenant_id binary(16) not null,
    name binary(16) not null,
    position int not null,
    bytes mediumblob not null,
    primary key (tenant_id, name, position)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_audit_record (
    tenant_id binary(16) not null,
    id binary(16) not null,
    at datetime(6) not null,
    actor text not null,
    action text not null,
    subject text not null,
    details longtext not null,
    ip_hash text,
    request_id text,
    primary key (tenant_id, at, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- What pages tell of their visitors, what it achieves, and what was used.

create table flow_telemetry_event (
    tenant_id binary(16) not null,
    id binary(16) not null,
    widget_key_id binary(16) not null,
    conversation_id binary(16) not null,
    name varchar(255) not null,
    props longtext not null,
    event_key text,
    occurred_at datetime(6) not null,
    recorded_at datetime(6) not null,
    test boolean not null,
    primary key (tenant_id, recorded_at, id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- The keys by which repeats of events are told.
create table flow_telemetry_key (
    tenant_id binary(16) not null,
    widget_key_id binary(16) not null,
    event_key varchar(255) not null,
    recorded_at datetime(6) not null,
    primary key (tenant_id, widget_key_id, event_key)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_telemetry_key_recorded on flow_telemetry_key (recorded_at);

create table flow_goal (
    tenant_id binary(16) not null,
    code varchar(255) not null,
    name text not null,
    kind text not null,
    event text,
    match_props longtext not null,
    is_primary boolean not null,
    status text not null,
    created_at datetime(6) not null,
    primary key (tenant_id, code)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table flow_completion (
    tenant_id binary(16) not null,
    id binary(16) not null,
    goal varchar(255) not null,
    conversation_id binary(16),
    -- the conversation of one that may be there once only: told by a back end, without a reference
    once_conversation_id binary(16),
    event_id binary(16),
    external_ref varchar(255),
    value_micros bigint,
    currency varchar(255),
    occurred_at datetime(6) not null,
    recorded_at datetime(6) not null,
    test boolean not null,
    primary key (tenant_id, id),
    unique (tenant_id, goal, external_ref),
    unique (tenant_id, goal, once_conversation_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_completion_conversation on flow_completion (tenant_id, goal, conversation_id);

create index flow_completion_recorded on flow_completion (tenant_id, recorded_at, id);

-- What the calls of one model used in one turn.
create table flow_model_use (
    tenant_id binary(16) not null,
    execution_id binary(16) not null,
    revision bigint not null,
    model varchar(255) not null,
    conversation_id binary(16) not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cost_micros bigint,
    at datetime(6) not null,
    test boolean not null,
    primary key (tenant_id, execution_id, revision, model, at)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index flow_model_use_conversation on flow_model_use (tenant_id, conversation_id);

create index flow_model_use_at on flow_model_use (tenant_id, at);

create table flow_key_usage (
    tenant_id binary(16) not null,
    widget_key_id binary(16) not null,
    used_on date not null,
    sessions bigint not null,
    messages bigint not null,
    events bigint not null,
    mounts bigint not null,
    primary key (tenant_id, widget_key_id, used_on)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;
