-- A page closes by itself so many days after it was first seen; its own closing time goes first.
alter table site add column closes_pages_after_days integer;

-- author_verified: the author key is of a subject that the website vouches for. network_block: what a block asked for when the network was seen; the address itself is never kept.
alter table submission add column author_verified integer not null default 0 constraint submission_author_verified_check check (author_verified in (0, 1));
alter table submission add column network_block text constraint submission_network_block_check check (network_block in ('flag', 'reject'));
create index submission_history on submission (site_id, author_key, is_test, state, decided_at) where author_verified;
create index submission_test on submission (received_at, site_id, id) where is_test;

create table identity_key (
    identity_key_id text not null primary key,
    site_id text not null references site (site_id),
    kid text not null,
    algorithm text not null constraint identity_key_algorithm_check check (algorithm in ('hs256', 'es256')),
    secret_sealed blob,
    public_key blob,
    label text,
    created_at text not null,
    created_by text not null,
    revoked_at text
) strict;
create unique index identity_key_kid on identity_key (site_id, kid);

create table block (
    block_id text not null primary key,
    site_id text not null references site (site_id),
    kind text not null constraint block_kind_check check (kind in ('subject', 'email', 'name', 'network')),
    action text not null constraint block_action_check check (action in ('flag', 'reject')),
    match_hash blob,
    network_sealed blob,
    shown text,
    note text,
    created_at text not null,
    created_by text not null,
    expires_at text,
    lifted_at text,
    changed_at text not null
) strict;
create index block_changed on block (site_id, changed_at, block_id);
