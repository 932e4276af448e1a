create table if not exists jwt_router_sessions (
    id binary(32) primary key,
    owner binary(32) not null,
    table_name text not null,
    entity_key mediumtext not null,
    label varchar(255) not null,
    started bigint not null,
    generation bigint not null,
    spent_at bigint not null,
    idle_until bigint not null,
    expires bigint not null,
    index jwt_router_sessions_owner (owner),
    index jwt_router_sessions_idle_until (idle_until)
) character set utf8mb4;
create table if not exists jwt_router_once (
    token binary(32) primary key,
    kept_until bigint not null,
    index jwt_router_once_kept_until (kept_until)
) character set utf8mb4;
