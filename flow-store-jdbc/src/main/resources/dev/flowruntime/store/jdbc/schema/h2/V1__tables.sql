-- The tables of PostgreSQL, without what H2 does not have: partitions, roles and indexes of some of the rows. An index
-- of all rows begins with, or holds, the state that PostgreSQL's is restricted to.

-- Every key of a tenant's table begins with the tenant, so that tables can be distributed by it. Hot tables have no foreign
-- keys: all rows of a turn are written under the row lock of their conversation, by the commit that has just found it.

-- Directories: what tells a tenant. Only the dispatcher reads them.

create table flow_tenant (
    id uuid primary key,
    slug varchar not null unique,
    name varchar not null,
    created_at timestamp(6) with time zone not null
);

create table flow_engine_token (
    hash varchar primary key,
    label varchar not null,
    tenant_id uuid
);

create index flow_engine_token_tenant on flow_engine_token (tenant_id);

create table flow_public_key (
    public_key varchar primary key,
    tenant_id uuid not null,
    widget_key_id uuid not null
);

-- Configuration of a tenant.

create table flow_widget_key (
    tenant_id uuid not null,
    id uuid not null,
    public_key varchar not null,
    label varchar not null,
    status varchar not null,
    allowed_origins varchar not null,
    all_intents boolean not null,
    intents varchar not null,
    all_forms boolean not null,
    forms varchar not null,
    webhook_url varchar,
    webhook_secret varchar,
    webhook_previous_secret varchar,
    webhook_previous_until timestamp(6) with time zone,
    identity_secret varchar,
    created_at timestamp(6) with time zone not null,
    primary key (tenant_id, id)
);

create table flow_setting (
    tenant_id uuid not null,
    name varchar not null,
    document clob not null,
    primary key (tenant_id, name)
);

-- A flow, its newest version and its active one; the intent is the active version's.
create table flow_flow (
    tenant_id uuid not null,
    id uuid not null,
    code varchar not null,
    newest_version int not null,
    active_version int,
    intent varchar,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, intent)
);

create table flow_version (
    tenant_id uuid not null,
    flow_id uuid not null,
    version int not null,
    name varchar not null,
    document clob not null,
    intent varchar,
    event varchar,
    published_at timestamp(6) with time zone not null,
    primary key (tenant_id, flow_id, version),
    foreign key (tenant_id, flow_id) references flow_flow (tenant_id, id)
);

-- A standalone form, its newest version and its active one.
create table flow_form (
    tenant_id uuid not null,
    id uuid not null,
    code varchar not null,
    newest_version int not null,
    active_version int,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table flow_form_version (
    tenant_id uuid not null,
    form_id uuid not null,
    version int not null,
    document clob not null,
    published_at timestamp(6) with time zone not null,
    primary key (tenant_id, form_id, version),
    foreign key (tenant_id, form_id) references flow_form (tenant_id, id)
);

-- What conversations consist of.

create table flow_conversation (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid,
    customer_id varchar,
    locale varchar,
    variables clob not null,
    revision bigint not null,
    -- the seq of the last message, the position of the last outbox entry, and the number of the last turn
    last_message bigint not null,
    last_entry bigint not null,
    last_turn bigint not null,
    created_at timestamp(6) with time zone not null,
    primary key (tenant_id, id)
);

create unique index flow_conversation_customer on flow_conversation (tenant_id, widget_key_id, customer_id);

create table flow_execution (
    tenant_id uuid not null,
    id uuid not null,
    conversation_id uuid not null,
    flow_id uuid not null,
    flow_version int not null,
    status varchar not null,
    revision bigint not null,
    state clob not null,
    blocks clob not null,
    wait_kind varchar,
    wait_pause bigint,
    wait_node varchar,
    wait_input clob,
    wait_event varchar,
    wait_task uuid,
    wait_expires_at timestamp(6) with time zone,
    wait_remind_at timestamp(6) with time zone,
    -- the name of the event that it waits for, unless it waits for a task's result
    awaited_event varchar,
    wake_at timestamp(6) with time zone,
    attempts int not null,
    -- how many events were accepted for it
    last_event bigint not null,
    started_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, id)
);

create index flow_execution_wake on flow_execution (wake_at);

create index flow_execution_awaited on flow_execution (tenant_id, awaited_event, id);

-- No column of it ever changes, so that turns leave it alone: the status is looked up in the rows.
create index flow_execution_conversation on flow_execution (tenant_id, conversation_id, started_at);

-- Its key is the turn's place in the conversation, by which streams read it; who asks for an execution's knows the conversation.
create table flow_history_event (
    tenant_id uuid not null,
    conversation_id uuid not null,
    turn bigint not null,
    execution_id uuid not null,
    revision bigint not null,
    cause varchar not null,
    status varchar not null,
    steps clob not null,
    -- what clients were to be told
    reply clob,
    -- tells whose commit made this revision when the answer to it was lost
    nonce bigint not null,
    at timestamp(6) with time zone not null,
    primary key (tenant_id, conversation_id, turn)
);

create table flow_message (
    tenant_id uuid not null,
    conversation_id uuid not null,
    seq bigint not null,
    id uuid not null,
    role varchar not null,
    execution_id uuid,
    text clob,
    blocks clob not null,
    created_at timestamp(6) with time zone not null,
    primary key (tenant_id, conversation_id, seq)
);

create table flow_task (
    tenant_id uuid not null,
    id uuid not null,
    queue varchar not null,
    execution_id uuid not null,
    conversation_id uuid not null,
    -- its place among the tasks of its execution
    position bigint not null,
    node varchar not null,
    result_events varchar not null,
    payload clob not null,
    state varchar not null,
    attempts int not null,
    max_attempts int not null,
    deadline timestamp(6) with time zone not null,
    due_at timestamp(6) with time zone not null,
    generation bigint not null,
    primary key (tenant_id, id)
);

create index flow_task_execution on flow_task (tenant_id, execution_id, position);

create index flow_task_due on flow_task (state, queue, due_at);

create index flow_task_due_tenant on flow_task (tenant_id, state, queue, due_at);

create index flow_task_exhausted on flow_task (state, due_at);

create table flow_inbox_event (
    tenant_id uuid not null,
    id uuid not null,
    name varchar not null,
    data clob not null,
    execution_id uuid,
    -- its place among the events of its execution; null when that was unknown
    position bigint,
    task_id uuid,
    idempotency_key varchar,
    fingerprint varchar not null,
    received_at timestamp(6) with time zone not null,
    -- when it is to be finished by a worker; null when it is finished
    due_at timestamp(6) with time zone,
    reply clob,
    primary key (tenant_id, id)
);

create unique index flow_inbox_event_key on flow_inbox_event (tenant_id, idempotency_key);

create index flow_inbox_event_execution on flow_inbox_event (tenant_id, execution_id, position);

create index flow_inbox_event_due on flow_inbox_event (due_at);

create table flow_consumed_event (
    tenant_id uuid not null,
    execution_id uuid not null,
    event_id uuid not null,
    primary key (tenant_id, execution_id, event_id)
);

-- Requests that may come again, and what the sender of each was told. Its body comes once, with the turn.
create table flow_idempotency_key (
    tenant_id uuid not null,
    scope varchar not null,
    idempotency_key varchar not null,
    fingerprint varchar not null,
    attempt uuid not null,
    -- until then the attempt holds the key, unless it is settled
    leased_until timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    -- whether the status and the body are the answer
    settled boolean not null,
    status int,
    body clob,
    primary key (tenant_id, scope, idempotency_key)
);

create index flow_idempotency_key_expiry on flow_idempotency_key (expires_at);

create table flow_outbox_entry (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid not null,
    conversation_id uuid,
    -- its place among the entries of its conversation
    position bigint not null,
    event varchar not null,
    body clob not null,
    created_at timestamp(6) with time zone not null,
    state varchar not null,
    attempts int not null,
    due_at timestamp(6) with time zone not null,
    generation bigint not null,
    -- an earlier entry of the same line was seen pending; whoever settles that one takes this back
    parked boolean not null,
    -- given up, and nothing of the same line was delivered since
    gap boolean not null default false,
    -- why the last attempt failed
    error varchar,
    primary key (tenant_id, id)
);

create index flow_outbox_entry_due on flow_outbox_entry (state, parked, widget_key_id, due_at);

create index flow_outbox_entry_line on flow_outbox_entry (tenant_id, conversation_id, widget_key_id, state, position);

-- Endpoints of webhooks that have failed, or are paused.
create table flow_endpoint (
    tenant_id uuid not null,
    widget_key_id uuid not null,
    failing_since timestamp(6) with time zone,
    paused_at timestamp(6) with time zone,
    primary key (tenant_id, widget_key_id)
);

create table flow_form_submission (
    tenant_id uuid not null,
    id uuid not null,
    form_id uuid not null,
    form_version int not null,
    widget_key_id uuid not null,
    submitted_values clob not null,
    visitor_id varchar,
    conversation_id uuid,
    channel varchar,
    locale varchar,
    client_submission_id varchar,
    submitted_at timestamp(6) with time zone not null,
    primary key (tenant_id, id),
    unique (tenant_id, form_id, client_submission_id)
);

create index flow_form_submission_form on flow_form_submission (tenant_id, form_id, submitted_at, id);

-- A file for a field of a form; its bytes are in the blob store, which may be the table below.
create table flow_upload (
    tenant_id uuid not null,
    id uuid not null,
    place varchar not null,
    field varchar not null,
    blob_name uuid not null,
    file_name varchar not null,
    mime varchar not null,
    size bigint not null,
    arrived boolean not null,
    used_by varchar,
    expires_at timestamp(6) with time zone,
    created_at timestamp(6) with time zone not null,
    primary key (tenant_id, id)
);

create index flow_upload_size on flow_upload (tenant_id, size);

create index flow_upload_expired on flow_upload (expires_at);

create table flow_blob_chunk (
    tenant_id uuid not null,
    name uuid not null,
    position int not null,
    bytes varbinary(1000000) not null,
    primary key (tenant_id, name, position)
);

create table flow_audit_record (
    tenant_id uuid not null,
    id uuid not null,
    at timestamp(6) with time zone not null,
    actor varchar not null,
    action varchar not null,
    subject varchar not null,
    details clob not null,
    ip_hash varchar,
    request_id varchar,
    primary key (tenant_id, at, id)
);

-- What pages tell of their visitors, what it achieves, and what was used.

create table flow_telemetry_event (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid not null,
    conversation_id uuid not null,
    name varchar not null,
    props clob not null,
    event_key varchar,
    occurred_at timestamp(6) with time zone not null,
    recorded_at timestamp(6) with time zone not null,
    test boolean not null,
    primary key (tenant_id, recorded_at, id)
);

-- The keys by which repeats of events are told.
create table flow_telemetry_key (
    tenant_id uuid not null,
    widget_key_id uuid not null,
    event_key varchar not null,
    recorded_at timestamp(6) with time zone not null,
    primary key (tenant_id, widget_key_id, event_key)
);

create index flow_telemetry_key_recorded on flow_telemetry_key (recorded_at);

create table flow_goal (
    tenant_id uuid not null,
    code varchar not null,
    name varchar not null,
    kind varchar not null,
    event varchar,
    match_props clob not null,
    is_primary boolean not null,
    status varchar not null,
    created_at timestamp(6) with time zone not null,
    primary key (tenant_id, code)
);

create table flow_completion (
    tenant_id uuid not null,
    id uuid not null,
    goal varchar not null,
    conversation_id uuid,
    -- the conversation of one that may be there once only: told by a back end, without a reference
    once_conversation_id uuid,
    event_id uuid,
    external_ref varchar,
    value_micros bigint,
    currency varchar,
    occurred_at timestamp(6) with time zone not null,
    recorded_at timestamp(6) with time zone not null,
    test boolean not null,
    primary key (tenant_id, id),
    unique (tenant_id, goal, external_ref),
    unique (tenant_id, goal, once_conversation_id)
);

create index flow_completion_conversation on flow_completion (tenant_id, goal, conversation_id);

create index flow_completion_recorded on flow_completion (tenant_id, recorded_at, id);

-- What the calls of one model used in one turn.
create table flow_model_use (
    tenant_id uuid not null,
    execution_id uuid not null,
    revision bigint not null,
    model varchar not null,
    conversation_id uuid not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cost_micros bigint,
    at timestamp(6) with time zone not null,
    test boolean not null,
    primary key (tenant_id, execution_id, revision, model, at)
);

create index flow_model_use_conversation on flow_model_use (tenant_id, conversation_id);

create index flow_model_use_at on flow_model_use (tenant_id, at);

create table flow_key_usage (
    tenant_id uuid not null,
    widget_key_id uuid not null,
    used_on date not null,
    sessions bigint not null,
    messages bigint not null,
    events bigint not null,
    mounts bigint not null,
    primary key (tenant_id, widget_key_id, used_on)
);
