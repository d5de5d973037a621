-- Every key of a tenant's table begins with the tenant, so that tables can be distributed by it. Hot tables have no foreign
-- keys: all rows of a turn are written under the row lock of their conversation, by the commit that has just found it.

-- Directories: what tells a tenant. Only the dispatcher reads them.

create table flow_tenant (
    id uuid primary key,
    slug text collate "C" not null unique,
    name text not null,
    created_at timestamptz not null
);

create table flow_engine_token (
    hash text primary key,
    label text collate "C" not null,
    tenant_id uuid
);

create index flow_engine_token_tenant on flow_engine_token (tenant_id);

create table flow_public_key (
    public_key text primary key,
    tenant_id uuid not null,
    widget_key_id uuid not null
);

-- Configuration of a tenant.

create table flow_widget_key (
    tenant_id uuid not null,
    id uuid not null,
    public_key text not null,
    label text collate "C" not null,
    status text not null,
    allowed_origins text not null,
    all_intents boolean not null,
    intents text not null,
    all_forms boolean not null,
    forms text not null,
    webhook_url text,
    webhook_secret text,
    webhook_previous_secret text,
    webhook_previous_until timestamptz,
    identity_secret text,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);

create table flow_setting (
    tenant_id uuid not null,
    name text not null,
    document text not null,
    primary key (tenant_id, name)
);

-- A flow, its newest version and its active one; the intent is the active version's.
create table flow_flow (
    tenant_id uuid not null,
    id uuid not null,
    code text collate "C" not null,
    newest_version int not null,
    active_version int,
    intent text,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, intent)
);

create table flow_version (
    tenant_id uuid not null,
    flow_id uuid not null,
    version int not null,
    name text not null,
    document text not null,
    intent text,
    event text,
    published_at timestamptz not null,
    primary key (tenant_id, flow_id, version),
    foreign key (tenant_id, flow_id) references flow_flow (tenant_id, id)
);

-- A standalone form, its newest version and its active one.
create table flow_form (
    tenant_id uuid not null,
    id uuid not null,
    code text collate "C" not null,
    newest_version int not null,
    active_version int,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table flow_form_version (
    tenant_id uuid not null,
    form_id uuid not null,
    version int not null,
    document text not null,
    published_at timestamptz not null,
    primary key (tenant_id, form_id, version),
    foreign key (tenant_id, form_id) references flow_form (tenant_id, id)
);

-- What conversations consist of.

-- Every turn updates its conversation and its execution; the room left in a page keeps these updates off the indexes.
create table flow_conversation (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid,
    customer_id text,
    locale text,
    variables text not null,
    revision bigint not null,
    -- the seq of the last message, the position of the last outbox entry, and the number of the last turn
    last_message bigint not null,
    last_entry bigint not null,
    last_turn bigint not null,
    created_at timestamptz not null,
    primary key (tenant_id, id)
) with (fillfactor = 60);

create unique index flow_conversation_customer on flow_conversation (tenant_id, widget_key_id, customer_id)
    where customer_id is not null and widget_key_id is not null;

create table flow_execution (
    tenant_id uuid not null,
    id uuid not null,
    conversation_id uuid not null,
    flow_id uuid not null,
    flow_version int not null,
    status text not null,
    revision bigint not null,
    state text not null,
    blocks text not null,
    wait_kind text,
    wait_pause bigint,
    wait_node text,
    wait_input text,
    wait_event text,
    wait_task uuid,
    wait_expires_at timestamptz,
    wait_remind_at timestamptz,
    -- the name of the event that it waits for, unless it waits for a task's result
    awaited_event text collate "C",
    wake_at timestamptz,
    attempts int not null,
    -- how many events were accepted for it
    last_event bigint not null,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
) with (fillfactor = 60);

-- One for each kind of what is due, so that many of the one do not hide the other from a claim.
create index flow_execution_due_wait on flow_execution (wake_at) where wake_at is not null and status <> 'RUNNING';

create index flow_execution_due_step on flow_execution (wake_at) where wake_at is not null and status = 'RUNNING';

create index flow_execution_awaited on flow_execution (tenant_id, awaited_event, id) where awaited_event is not null;

-- No column of it ever changes, so that turns leave it alone: the status is looked up in the rows.
create index flow_execution_conversation on flow_execution (tenant_id, conversation_id, started_at);

-- Its key is the turn's place in the conversation, by which streams read it; who asks for an execution's knows the conversation.
create table flow_history_event (
    tenant_id uuid not null,
    conversation_id uuid not null,
    turn bigint not null,
    execution_id uuid not null,
    revision bigint not null,
    cause text not null,
    status text not null,
    steps text not null,
    -- what clients were to be told
    reply text,
    -- tells whose commit made this revision when the answer to it was lost
    nonce bigint not null,
    at timestamptz not null,
    primary key (tenant_id, conversation_id, turn, at)
) partition by range (at);

create table flow_message (
    tenant_id uuid not null,
    conversation_id uuid not null,
    seq bigint not null,
    id uuid not null,
    role text not null,
    execution_id uuid,
    text text,
    blocks text not null,
    created_at timestamptz not null,
    primary key (tenant_id, conversation_id, seq, created_at)
) partition by range (created_at);

create table flow_task (
    tenant_id uuid not null,
    id uuid not null,
    queue text not null,
    execution_id uuid not null,
    conversation_id uuid not null,
    -- its place among the tasks of its execution
    position bigint not null,
    node text not null,
    result_events text not null,
    payload text not null,
    state text not null,
    attempts int not null,
    max_attempts int not null,
    deadline timestamptz not null,
    due_at timestamptz not null,
    generation bigint not null,
    primary key (tenant_id, id)
) with (fillfactor = 80);

create index flow_task_execution on flow_task (tenant_id, execution_id, position);

create index flow_task_due on flow_task (queue, due_at)
    where state in ('PENDING', 'LEASED') and attempts < max_attempts;

create index flow_task_due_tenant on flow_task (tenant_id, queue, due_at)
    where state in ('PENDING', 'LEASED') and attempts < max_attempts;

create index flow_task_exhausted on flow_task (due_at)
    where state in ('PENDING', 'LEASED') and attempts >= max_attempts;

create table flow_inbox_event (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    data text not null,
    execution_id uuid,
    -- its place among the events of its execution; null when that was unknown
    position bigint,
    task_id uuid,
    idempotency_key text,
    fingerprint text not null,
    received_at timestamptz not null,
    -- when it is to be finished by a worker; null when it is finished
    due_at timestamptz,
    reply text,
    primary key (tenant_id, id)
) with (fillfactor = 80);

create unique index flow_inbox_event_key on flow_inbox_event (tenant_id, idempotency_key)
    where idempotency_key is not null;

create index flow_inbox_event_execution on flow_inbox_event (tenant_id, execution_id, position)
    where position is not null;

create index flow_inbox_event_due on flow_inbox_event (due_at) where due_at is not null;

create table flow_consumed_event (
    tenant_id uuid not null,
    execution_id uuid not null,
    event_id uuid not null,
    primary key (tenant_id, execution_id, event_id)
);

-- Requests that may come again, and what the sender of each was told. Its body comes once, with the turn.
create table flow_idempotency_key (
    tenant_id uuid not null,
    scope text collate "C" not null,
    idempotency_key text collate "C" not null,
    fingerprint text not null,
    attempt uuid not null,
    -- until then the attempt holds the key, unless it is settled
    leased_until timestamptz not null,
    expires_at timestamptz not null,
    -- whether the status and the body are the answer
    settled boolean not null,
    status int,
    body text,
    primary key (tenant_id, scope, idempotency_key)
) with (fillfactor = 40);

create index flow_idempotency_key_expiry on flow_idempotency_key (expires_at);

create table flow_outbox_entry (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid not null,
    conversation_id uuid,
    -- its place among the entries of its conversation
    position bigint not null,
    event text not null,
    body text not null,
    created_at timestamptz not null,
    state text not null,
    attempts int not null,
    due_at timestamptz not null,
    generation bigint not null,
    -- an earlier entry of the same line was seen pending; whoever settles that one takes this back
    parked boolean not null,
    -- given up, and nothing of the same line was delivered since
    gap boolean not null default false,
    -- why the last attempt failed
    error text,
    primary key (tenant_id, id)
) with (fillfactor = 80);

-- Claims skip from endpoint to endpoint, so that one with many entries costs no more than one with few.
create index flow_outbox_entry_due on flow_outbox_entry (widget_key_id, due_at) where state = 'PENDING' and not parked;

create index flow_outbox_entry_line on flow_outbox_entry (tenant_id, conversation_id, widget_key_id, position)
    where state = 'PENDING' and conversation_id is not null;

create index flow_outbox_entry_gap on flow_outbox_entry (tenant_id, conversation_id, widget_key_id, position) where gap;

-- Endpoints of webhooks that have failed, or are paused.
create table flow_endpoint (
    tenant_id uuid not null,
    widget_key_id uuid not null,
    failing_since timestamptz,
    paused_at timestamptz,
    primary key (tenant_id, widget_key_id)
);

create table flow_form_submission (
    tenant_id uuid not null,
    id uuid not null,
    form_id uuid not null,
    form_version int not null,
    widget_key_id uuid not null,
    submitted_values text not null,
    visitor_id text,
    conversation_id uuid,
    channel text,
    locale text,
    client_submission_id text,
    submitted_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, form_id, client_submission_id)
);

create index flow_form_submission_form on flow_form_submission (tenant_id, form_id, submitted_at, id);

-- A file for a field of a form; its bytes are in the blob store, which may be the table below.
create table flow_upload (
    tenant_id uuid not null,
    id uuid not null,
    place text not null,
    field text not null,
    blob_name uuid not null,
    file_name text not null,
    mime text not null,
    size bigint not null,
    arrived boolean not null,
    used_by text,
    expires_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);

create index flow_upload_size on flow_upload (tenant_id, size);

create index flow_upload_expired on flow_upload (expires_at) where expires_at is not null;

create table flow_blob_chunk (
    tenant_id uuid not null,
    name uuid not null,
    position int not null,
    bytes bytea not null,
    primary key (tenant_id, name, position)
);

create table flow_audit_record (
    tenant_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text not null,
    details text not null,
    ip_hash text,
    request_id text,
    primary key (tenant_id, at, id)
) partition by range (at);

-- What pages tell of their visitors, what it achieves, and what was used.

create table flow_telemetry_event (
    tenant_id uuid not null,
    id uuid not null,
    widget_key_id uuid not null,
    conversation_id uuid not null,
    name text collate "C" not null,
    props text not null,
    event_key text,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    test boolean not null,
    primary key (tenant_id, recorded_at, id)
) partition by range (recorded_at);

-- The keys by which repeats of events are told: a table of its own, since what is unique in a partitioned one holds its time.
create table flow_telemetry_key (
    tenant_id uuid not null,
    widget_key_id uuid not null,
    event_key text collate "C" not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, widget_key_id, event_key)
);

create index flow_telemetry_key_recorded on flow_telemetry_key (recorded_at);

create table flow_goal (
    tenant_id uuid not null,
    code text collate "C" not null,
    name text not null,
    kind text not null,
    event text,
    match_props text not null,
    is_primary boolean not null,
    status text not null,
    created_at timestamptz not null,
    primary key (tenant_id, code)
);

create table flow_completion (
    tenant_id uuid not null,
    id uuid not null,
    goal text collate "C" not null,
    conversation_id uuid,
    -- the conversation of one that may be there once only: told by a back end, without a reference
    once_conversation_id uuid,
    event_id uuid,
    external_ref text collate "C",
    value_micros bigint,
    currency text collate "C",
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
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
    model text collate "C" not null,
    conversation_id uuid not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cost_micros bigint,
    at timestamptz not null,
    test boolean not null,
    primary key (tenant_id, execution_id, revision, model, at)
) partition by range (at);

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
) with (fillfactor = 60);
