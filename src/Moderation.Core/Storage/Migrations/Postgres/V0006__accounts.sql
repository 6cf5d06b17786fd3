create table moderator (
    moderator_id uuid not null primary key,
    name text collate "C" not null,
    display_name text not null,
    role text not null constraint moderator_role_check check (role in ('moderator', 'admin')),
    password_hash text,
    totp_sealed bytea,
    totp_confirmed boolean not null default false,
    totp_last_step bigint not null default 0,
    failed_tries integer not null default 0,
    locked_until timestamptz,
    must_change_password boolean not null default false,
    disabled_at timestamptz,
    preferences text,
    created_at timestamptz not null,
    created_by text not null
);
create unique index moderator_name on moderator (name);

create table moderator_site (
    moderator_id uuid not null references moderator (moderator_id),
    site_id text collate "C" not null references site (site_id),
    primary key (moderator_id, site_id)
);

create table moderator_recovery (
    moderator_id uuid not null references moderator (moderator_id),
    code_hash bytea not null,
    primary key (moderator_id, code_hash)
);

create table moderator_external (
    issuer text collate "C" not null,
    subject text collate "C" not null,
    moderator_id uuid not null references moderator (moderator_id),
    primary key (issuer, subject)
);

create table console_session (
    session_id uuid not null primary key,
    moderator_id uuid not null references moderator (moderator_id),
    token_hash bytea not null,
    device text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create unique index console_session_token on console_session (token_hash);
create index console_session_moderator on console_session (moderator_id, last_seen_at);
