create table word_list (
    list_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    name text collate "C" not null,
    action text not null constraint word_list_action_check check (action in ('flag', 'reject')),
    page_id uuid references page (page_id),
    starts_at timestamptz,
    ends_at timestamptz,
    entries text not null,
    entry_count integer not null,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
);
create unique index word_list_name on word_list (site_id, name);

-- The domains that approved comments of a site link to.
create table seen_domain (
    site_id text collate "C" not null references site (site_id),
    domain text collate "C" not null,
    first_seen_at timestamptz not null,
    primary key (site_id, domain)
);
