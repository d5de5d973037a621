-- Who may see which rows. Tables belong to whoever runs this; statements run as flow_app, which sees one tenant, or as
-- flow_dispatcher, which sees all. Both come from roles.sql. Partitions have no grants and no policies, so that nobody goes
-- around their table's.

do $$
declare
    tenant_tables text[] := array['flow_widget_key', 'flow_setting', 'flow_flow', 'flow_version', 'flow_form',
        'flow_form_version', 'flow_form_submission', 'flow_upload', 'flow_blob_chunk', 'flow_conversation',
        'flow_execution', 'flow_history_event', 'flow_message', 'flow_task', 'flow_inbox_event', 'flow_consumed_event',
        'flow_idempotency_key', 'flow_outbox_entry', 'flow_endpoint', 'flow_audit_record'];
    directories text[] := array['flow_tenant', 'flow_engine_token', 'flow_public_key'];
    append_only text[] := array['flow_history_event', 'flow_message', 'flow_audit_record'];
    partitions text[] := array['flow_history_event_default', 'flow_message_default', 'flow_audit_record_default'];
    rights text;
    name text;
begin
    if not has_schema_privilege('flow_app', current_schema(), 'usage')
        or not has_schema_privilege('flow_dispatcher', current_schema(), 'usage') then
        execute format('grant usage on schema %I to flow_app, flow_dispatcher', current_schema());
    end if;
    foreach name in array tenant_tables || directories || partitions loop
        execute format('alter table %I enable row level security, force row level security', name);
    end loop;
    foreach name in array tenant_tables loop
        rights := 'select, insert' || case when name = any (append_only) then '' else ', update, delete' end;
        execute format('grant %s on %I to flow_app, flow_dispatcher', rights, name);
        execute format('create policy %I on %I to flow_app, flow_dispatcher using (true)', name || '_rows', name);
        -- a plain current_setting reads back as the empty string on a connection that had a tenant before
        execute format('create policy %I on %I as restrictive to flow_app'
            || ' using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', name || '_tenant', name);
    end loop;
    foreach name in array directories loop
        execute format('grant select, insert, update, delete on %I to flow_dispatcher', name);
        execute format('create policy %I on %I to flow_dispatcher using (true)', name || '_rows', name);
    end loop;
end
$$;

grant select on flow_schema_step to flow_app, flow_dispatcher;
