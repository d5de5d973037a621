package dev.flowruntime.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What keeps tenants apart in PostgreSQL, read from the catalog: each query tells the holes of one wall in words. */
final class Walls {
    /** The tables of this schema that are walled, with their partitions wherever those are. */
    private static final String WALLED = """
            with recursive ours(oid, child) as (
                select oid, false from pg_class
                where relnamespace = to_regnamespace(quote_ident(current_schema)) and relkind in ('r', 'p')
                    and relname like 'flow\\_%' and not exists (select from pg_inherits where inhrelid = pg_class.oid)
                union
                select i.inhrelid, true from ours join pg_inherits i on i.inhparent = ours.oid
            ), walled as (
                select c.oid, c.oid::regclass::text as name, ours.child, c.relowner as owner, a.attnum as tenant,
                    c.relname in ('flow_tenant', 'flow_engine_token', 'flow_public_key') as directory,
                    c.relrowsecurity as enabled, c.relforcerowsecurity as forced
                from ours join pg_class c on c.oid = ours.oid
                left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
                where a.attnum is not null or c.relname = 'flow_tenant'
            ), roles as (
                select oid, rolname::text as name from pg_roles where rolname in ('flow_app', 'flow_dispatcher')
            )
            """;

    private static final String ROW_SECURITY = WALLED + """
            select 'row-level security is not ' || case when enabled then 'forced' else 'enabled' end || ' on ' || name
            from walled where not (enabled and forced) order by 1
            """;

    private static final String ROLES = WALLED + """
            select 'the runtime role ' || r.name || case
                    when power.oid = r.oid then '' else ' may act as ' || power.rolname || ', which' end || case
                    when power.rolsuper then ' is a superuser'
                    when power.rolbypassrls then ' bypasses row-level security'
                    when power.rolname = 'flow_dispatcher' then ' sees all tenants'
                    else ' owns ' || (select min(name) from walled where owner = power.oid) end
            from roles r join pg_roles power on pg_has_role(r.oid, power.oid, 'member')
            where power.rolsuper or power.rolbypassrls or power.oid in (select owner from walled)
                or r.name = 'flow_app' and power.rolname = 'flow_dispatcher'
            order by 1
            """;

    private static final String POLICIES = WALLED + """
            , policies as (
                select w.name as table_name, w.child, w.directory, p.polname, p.polpermissive as permissive, p.polroles,
                    p.polcmd = '*' as all_commands, pg_get_expr(p.polqual, p.polrelid) as used,
                    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) as checked
                from walled w join pg_policy p on p.polrelid = w.oid
            ), wanted as (
                select '(tenant_id = (NULLIF(current_setting(''app.tenant''::text, true), ''''::text))::uuid)' as tenant
            )
            select name || ' has no restrictive policy on tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid'
                || ' for all commands of flow_app'
            from walled where not child and not directory and not exists (
                select from policies p, wanted where p.table_name = name and not permissive and all_commands
                    and polroles = array[to_regrole('flow_app')::oid] and used = tenant and checked = tenant)
            union all
            select w.name || ' has no policy that lets ' || r.name || ' work' from walled w, roles r
            where not child and not (directory and r.name = 'flow_app') and not exists (
                select from policies p where p.table_name = w.name and permissive and all_commands
                    and r.oid = any (polroles) and used = 'true' and checked = 'true')
            union all
            select 'the policy ' || polname || ' opens ' || table_name || case when child then ' beside its table' else
                ' to ' || coalesce(nullif(pg_get_userbyid(role), 'unknown (OID=0)'), 'everybody') end
            from policies, unnest(polroles) role
            where permissive and (child or not exists (
                select from roles r where r.oid = role and not (directory and r.name = 'flow_app')))
            order by 1
            """;

    private static final String KEYS = WALLED + """
            select 'the unique index ' || i.indexrelid::regclass || ' of ' || w.name || ' is without tenant_id'
            from walled w join pg_index i on i.indrelid = w.oid
            where not w.directory and i.indisunique
                and not w.tenant = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            union all
            select 'the foreign key ' || k.conname || ' of ' || w.name || ' is without tenant_id'
            from walled w join pg_constraint k on k.conrelid = w.oid and k.contype = 'f'
            left join pg_attribute there on there.attrelid = k.confrelid and there.attname = 'tenant_id'
                and not there.attisdropped
            where not w.directory and not exists (
                select from unnest(k.conkey, k.confkey) as pair(here, there)
                where pair.here = w.tenant and (there.attnum is null or pair.there = there.attnum))
            order by 1
            """;

    /** Views over views count, since the outermost decides with whose rights the tables are read. */
    private static final String VIEWS = WALLED + """
            , readers(oid) as (
                select oid from walled
                union
                select r.ev_class from readers join pg_depend d on d.refobjid = readers.oid
                    and d.refclassid = 'pg_class'::regclass and d.classid = 'pg_rewrite'::regclass
                join pg_rewrite r on r.oid = d.objid
            )
            select case c.relkind when 'm' then 'the materialised view ' || c.oid::regclass || ' copies rows of tenants'
                else 'the view ' || c.oid::regclass || ' is not security_invoker' end
            from readers join pg_class c on c.oid = readers.oid
            where c.relkind = 'm' or c.relkind = 'v' and not exists (
                select from pg_options_to_table(c.reloptions)
                where option_name = 'security_invoker' and option_value::boolean)
            order by 1
            """;

    /** Those elsewhere count when they name the schema. */
    private static final String FUNCTIONS = """
            select 'the function ' || p.oid::regprocedure || ' is SECURITY DEFINER and mentions a table of the store'
            from pg_proc p where p.prosecdef and p.prokind in ('f', 'p')
                and case when p.pronamespace = to_regnamespace(quote_ident(current_schema)) then pg_get_functiondef(p.oid) ~* '\\mflow_'
                    else strpos(lower(replace(pg_get_functiondef(p.oid), '"', '')), lower(current_schema || '.flow_')) > 0 end
            order by 1
            """;

    private static final String DIRECTORIES = WALLED + """
            select 'flow_app may reach the directory ' || walled.name from walled, roles r
            where directory and r.name = 'flow_app'
                and has_any_column_privilege(r.oid, walled.oid, 'select, insert, update, references')
            order by 1
            """;

    private static final List<String> QUERIES =
            List.of(ROW_SECURITY, ROLES, POLICIES, KEYS, VIEWS, FUNCTIONS, DIRECTORIES);

    private Walls() {}

    static List<String> holes(Connection connection) throws SQLException {
        List<String> holes = new ArrayList<>();
        for (String query : QUERIES) {
            holes.addAll(Transaction.texts(connection, query));
        }
        return holes;
    }
}
