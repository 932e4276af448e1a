create table if not exists jwt_router_sessions (
    id bytea primary key,
    owner bytea not null,
    table_name text not null,
    entity_key text not null,
    label text not null,
    started bigint not null,
    generation bigint not null,
    spent_at bigint not null,
    idle_until bigint not null,
    expires bigint not null
);
create index if not exists jwt_router_sessions_owner on jwt_router_sessions (owner);
create index if not exists jwt_router_sessions_idle_until on jwt_router_sessions (idle_until);
create table if not exists jwt_router_once (
    token bytea primary key,
    kept_until bigint not null
);
create index if not exists jwt_router_once_kept_until on jwt_router_once (kept_until);
