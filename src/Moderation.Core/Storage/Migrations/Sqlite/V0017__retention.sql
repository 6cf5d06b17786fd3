-- On which days the retention times were kept, and how many rows lost what.
create table retention_run (
    day text not null primary key,
    started_at text not null,
    finished_at text,
    counts text
) strict;
create index audit_entry_time on audit_entry (at);
