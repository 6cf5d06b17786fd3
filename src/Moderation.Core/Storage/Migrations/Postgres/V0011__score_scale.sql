-- Scales fitted to a site's own old scores of another service, as JSON.
create table score_scale (
    site_id text collate "C" not null primary key references site (site_id),
    document text not null,
    created_at timestamptz not null,
    created_by text not null
);
