-- When people of a site look at submissions, as JSON; null: at any time.
alter table site add column staffing text;

-- Who is told when something is wrong, and what was told: one row for each site (empty: the installation) and kind.
create table alert_target (
    target_id uuid not null primary key,
    site_id text collate "C",
    shown text not null,
    url_sealed bytea not null,
    secret_sealed bytea not null,
    created_at timestamptz not null,
    created_by text not null
);
create table alert (
    site_id text collate "C" not null,
    kind text not null,
    mark text not null,
    raised_at timestamptz not null,
    cleared_at timestamptz,
    primary key (site_id, kind)
);
create index submission_urgent on submission (site_id, received_at) where state = 'flagged' and priority > 0 and not is_test;
