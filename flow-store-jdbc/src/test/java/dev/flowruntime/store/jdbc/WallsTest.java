package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each hole is made, found by name, and taken away again. */
class WallsTest {
    private static TestDatabase database;

    @BeforeAll
    static void migrate() {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void asShippedThereIsNoHole() throws SQLException {
        assertThat(holes()).isEmpty();
        JdbcSchema.validate(database.dataSource());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alter table flow_task disable row level security | alter table flow_task enable row level security | row-level security is not enabled on flow_task
            alter table flow_task no force row level security | alter table flow_task force row level security | row-level security is not forced on flow_task
            alter table flow_message_default disable row level security | alter table flow_message_default enable row level security | row-level security is not enabled on flow_message_default
            alter table flow_tenant no force row level security | alter table flow_tenant force row level security | row-level security is not forced on flow_tenant
            create table flow_new (tenant_id uuid) | drop table flow_new | row-level security is not enabled on flow_new
            create schema other create table part (like public.flow_message); alter table flow_message attach partition other.part for values from ('1999-01-01') to ('2000-01-01') | drop schema other cascade | row-level security is not enabled on other.part
            create table mine () inherits (flow_task) | drop table mine | row-level security is not enabled on mine
            alter role flow_app superuser | alter role flow_app nosuperuser | the runtime role flow_app is a superuser
            alter role flow_dispatcher bypassrls | alter role flow_dispatcher nobypassrls | the runtime role flow_dispatcher bypasses row-level security
            alter table flow_task owner to flow_app | alter table flow_task owner to postgres | the runtime role flow_app owns flow_task
            create role wall_owner; alter table flow_task owner to wall_owner; grant wall_owner to flow_app | alter table flow_task owner to postgres; drop role wall_owner | the runtime role flow_app may act as wall_owner, which owns flow_task
            create role wall_power bypassrls; grant wall_power to flow_dispatcher | drop role wall_power | the runtime role flow_dispatcher may act as wall_power, which bypasses row-level security
            grant flow_dispatcher to flow_app | revoke flow_dispatcher from flow_app | the runtime role flow_app may act as flow_dispatcher, which sees all tenants
            alter policy flow_task_tenant on flow_task using (tenant_id is not null) | alter policy flow_task_tenant on flow_task using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) | flow_task has no restrictive policy on tenant_id
            alter policy flow_task_tenant on flow_task using (tenant_id = current_setting('app.tenant', true)::uuid) | alter policy flow_task_tenant on flow_task using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) | flow_task has no restrictive policy on tenant_id
            alter policy flow_task_tenant on flow_task with check (true) | alter policy flow_task_tenant on flow_task with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) | flow_task has no restrictive policy on tenant_id
            alter policy flow_task_tenant on flow_task to flow_dispatcher | alter policy flow_task_tenant on flow_task to flow_app | flow_task has no restrictive policy on tenant_id
            alter policy flow_task_rows on flow_task to flow_app | alter policy flow_task_rows on flow_task to flow_app, flow_dispatcher | flow_task has no policy that lets flow_dispatcher work
            create policy another on flow_task using (true) | drop policy another on flow_task | the policy another opens flow_task to everybody
            create policy another on flow_tenant to flow_app using (true) | drop policy another on flow_tenant | the policy another opens flow_tenant to flow_app
            create policy another on flow_message_default to flow_app using (true) | drop policy another on flow_message_default | the policy another opens flow_message_default beside its table
            create unique index slip on flow_task (id) | drop index slip | the unique index slip of flow_task is without tenant_id
            create unique index slip on flow_task (id) include (tenant_id) | drop index slip | the unique index slip of flow_task is without tenant_id
            create unique index slip on flow_message_default (id) | drop index slip | the unique index slip of flow_message_default is without tenant_id
            create table target (id uuid primary key); alter table flow_task add constraint slip foreign key (execution_id) references target | drop table target cascade | the foreign key slip of flow_task is without tenant_id
            alter table flow_task add constraint slip foreign key (execution_id, tenant_id) references flow_execution (tenant_id, id) | alter table flow_task drop constraint slip | the foreign key slip of flow_task is without tenant_id
            create view peep as select * from flow_task | drop view peep | the view peep is not security_invoker
            create view peep with (security_invoker = false) as select * from flow_task | drop view peep | the view peep is not security_invoker
            create view inner_peep with (security_invoker) as select * from flow_task; create view peep as select * from inner_peep | drop view inner_peep cascade | the view peep is not security_invoker
            create view peep as select * from flow_message_default | drop view peep | the view peep is not security_invoker
            create materialized view peep as select id from flow_task | drop materialized view peep | the materialised view peep copies rows of tenants
            create function peep() returns bigint language sql security definer as 'select count(*) from FLOW_TASK' | drop function peep | the function peep() is SECURITY DEFINER
            create function peep() returns bigint language sql security definer begin atomic select count(*) from flow_task; end | drop function peep | the function peep() is SECURITY DEFINER
            create schema other; create function other.peep() returns bigint language sql security definer as 'select count(*) from public."flow_task"' | drop schema other cascade | the function other.peep() is SECURITY DEFINER
            grant select on flow_engine_token to flow_app | revoke select on flow_engine_token from flow_app | flow_app may reach the directory flow_engine_token
            grant select (slug) on flow_tenant to public | revoke select (slug) on flow_tenant from public | flow_app may reach the directory flow_tenant
            """)
    void aHoleIsFoundByName(String making, String closing, String named) throws SQLException {
        execute(making);
        try {
            assertThat(holes()).anySatisfy(hole -> assertThat(hole).startsWith(named));
            assertThatThrownBy(() -> JdbcSchema.validate(database.dataSource()))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.NEVER))
                    .hasMessageStartingWith("the walls between tenants have holes")
                    .hasMessageContaining(named);
        } finally {
            execute(closing);
        }
        assertThat(holes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create table host_order (tenant_id uuid, id uuid primary key) | drop table host_order
            create view peep with (security_invoker = on) as select * from flow_task | drop view peep
            create view peep as select 1 as one | drop view peep
            create index slow on flow_task (node) | drop index slow
            create unique index fine on flow_task (id, tenant_id) | drop index fine
            create policy tighter on flow_task as restrictive to flow_app using (state <> 'SECRET') | drop policy tighter on flow_task
            create function peep() returns bigint language sql security definer as 'select 1' | drop function peep
            create function peep() returns bigint language sql as 'select count(*) from flow_task' | drop function peep
            alter table flow_flow add constraint fine foreign key (tenant_id) references flow_tenant | alter table flow_flow drop constraint fine
            """)
    void whatOpensNothingIsLeftAlone(String making, String undoing) throws SQLException {
        execute(making);
        try {
            assertThat(holes()).isEmpty();
        } finally {
            execute(undoing);
        }
    }

    private static List<String> holes() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Walls.holes(connection);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, sql);
        }
    }
}
