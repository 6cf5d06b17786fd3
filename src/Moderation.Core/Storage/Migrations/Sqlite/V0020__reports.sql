-- Complaints of readers: one for each reader and comment, open until a person has decided. Who reported stands nowhere but as keyed hashes.
create table report (
    report_id text not null primary key,
    site_id text not null,
    submission_id text not null,
    reporter_hash blob not null,
    network_hash blob,
    reason text not null,
    note text,
    created_at text not null,
    resolved_at text,
    outcome text constraint report_outcome_check check (outcome in ('confirmed', 'dismissed'))
) strict;
create unique index report_once on report (site_id, submission_id, reporter_hash);
create index report_network on report (site_id, network_hash, created_at);

-- Since when open reports wait for a person; the queue of what was reported.
alter table submission add column reported_at text;
create index submission_reported on submission (site_id, reported_at, id) where reported_at is not null;
