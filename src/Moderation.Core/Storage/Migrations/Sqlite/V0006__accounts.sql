create table moderator (
    moderator_id text not null primary key,
    name text not null,
    display_name text not null,
    role text not null constraint moderator_role_check check (role in ('moderator', 'admin')),
    password_hash text,
    totp_sealed blob,
    totp_confirmed integer not null default 0 constraint moderator_totp_confirmed_check check (totp_confirmed in (0, 1)),
    totp_last_step integer not null default 0,
    failed_tries integer not null default 0,
    locked_until text,
    must_change_password integer not null default 0 constraint moderator_must_change_password_check check (must_change_password in (0, 1)),
    disabled_at text,
    preferences text,
    created_at text not null,
    created_by text not null
) strict;
create unique index moderator_name on moderator (name);

create table moderator_site (
    moderator_id text not null references moderator (moderator_id),
    site_id text not null references site (site_id),
    primary key (moderator_id, site_id)
) strict, without rowid;

create table moderator_recovery (
    moderator_id text not null references moderator (moderator_id),
    code_hash blob not null,
    primary key (moderator_id, code_hash)
) strict, without rowid;

create table moderator_external (
    issuer text not null,
    subject text not null,
    moderator_id text not null references moderator (moderator_id),
    primary key (issuer, subject)
) strict, without rowid;

create table console_session (
    session_id text not null primary key,
    moderator_id text not null references moderator (moderator_id),
    token_hash blob not null,
    device text not null,
    created_at text not null,
    last_seen_at text not null,
    expires_at text not null
) strict;
create unique index console_session_token on console_session (token_hash);
create index console_session_moderator on console_session (moderator_id, last_seen_at);
