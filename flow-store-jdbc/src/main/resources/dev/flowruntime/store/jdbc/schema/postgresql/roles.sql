-- The roles under which all statements run, the same for all databases of a server. To be run as often as one likes, by a
-- login that may create roles; that login may then act as both. To let another login act as them:
--     grant flow_app, flow_dispatcher to that_login
do $$
declare
    wanted text;
    may_act text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
    foreach wanted in array array['flow_app', 'flow_dispatcher'] loop
        begin
            if to_regrole(wanted) is null then
                execute format('create role %I nologin', wanted);
            end if;
        exception
            when duplicate_object or unique_violation then
                null; -- made at this moment for another database of the server
            when insufficient_privilege then
                raise exception using
                    errcode = 'insufficient_privilege',
                    message = format('the login %I may not create the role %I: let an administrator of the server run'
                        || ' roles.sql and "grant flow_app, flow_dispatcher to %1$I"', current_user, wanted);
        end;
        begin
            if not pg_has_role(current_user, wanted, may_act) then
                execute format('grant %I to current_user', wanted);
            end if;
        exception
            when unique_violation then
                null; -- granted at this moment from another database of the server
            when insufficient_privilege then
                null; -- this login changes the schema and another one serves, or the validation says what is missing
        end;
    end loop;
end
$$;
