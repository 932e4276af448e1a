create table if not exists jwt_router_sessions (
    id blob primary key not null,
    owner blob not null,
    table_name text not null,
    entity_key text not null,
    label text not null,
    started integer not null,
    generation integer not null,
    spent_at integer not null,
    idle_until integer not null,
    expires integer not null
);
create index if not exists jwt_router_sessions_owner on jwt_router_sessions (owner);
create index if not exists jwt_router_sessions_idle_until on jwt_router_sessions (idle_until);
create table if not exists jwt_router_once (
    token blob primary key not null,
    kept_until integer not null
);
create index if not exists jwt_router_once_kept_until on jwt_router_once (kept_until);
