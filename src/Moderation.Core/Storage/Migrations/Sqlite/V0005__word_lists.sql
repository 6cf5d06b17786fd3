create table word_list (
    list_id text not null primary key,
    site_id text not null references site (site_id),
    name text not null,
    action text not null constraint word_list_action_check check (action in ('flag', 'reject')),
    page_id text references page (page_id),
    starts_at text,
    ends_at text,
    entries text not null,
    entry_count integer not null,
    version integer not null,
    created_at text not null,
    updated_at text not null,
    updated_by text not null
) strict;
create unique index word_list_name on word_list (site_id, name);

-- The domains that approved comments of a site link to.
create table seen_domain (
    site_id text not null references site (site_id),
    domain text not null,
    first_seen_at text not null,
    primary key (site_id, domain)
) strict, without rowid;
