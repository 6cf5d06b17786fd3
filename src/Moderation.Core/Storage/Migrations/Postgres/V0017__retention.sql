-- On which days the retention times were kept, and how many rows lost what.
create table retention_run (
    day text collate "C" not null primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    counts text
);
create index audit_entry_time on audit_entry (at);
