-- To whom an alert is still to be told, and who was told: one row for each alert and way. target: mail, or the id of a webhook. problem: why it could not be told the last time.
create table alert_delivery (
    site_id text collate "C" not null,
    kind text not null,
    target text not null,
    attempts integer not null,
    next_at timestamptz not null,
    told_at timestamptz,
    problem text,
    primary key (site_id, kind, target)
);
