-- What people say about texts: one row for each kind of source, so that a decision of the house and outside feedback stand beside each other.
drop index label_time;
alter table label drop constraint label_pkey;
alter table label drop constraint label_source_check;
alter table label add constraint label_source_check check (source in ('decision', 'report', 'import', 'feedback'));
alter table label add column weight double precision not null default 1;
alter table label alter column weight drop default;
alter table label add primary key (site_id, submission_id, source);
create index label_time on label (site_id, labelled_at, submission_id);

-- Many labels of one actor in a short time that all say the same: they wait for an admin.
create table label_hold (
    hold_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    actor text not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    labels integer not null,
    violating integer not null,
    state text not null constraint label_hold_state_check check (state in ('waiting', 'released', 'dropped')),
    created_at timestamptz not null,
    decided_at timestamptz,
    decided_by text
);
create unique index label_hold_burst on label_hold (site_id, actor, from_at);

-- The texts that models learn from, without their authors and with addresses masked: they outlive the retention time of what was rejected, and are erased with the submission.
create table training_text (
    site_id text collate "C" not null,
    submission_id uuid not null,
    body text not null,
    primary key (site_id, submission_id)
);

create table training_set (
    set_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    sha256 text not null,
    manifest text not null,
    items bytea not null,
    created_at timestamptz not null,
    created_by text not null
);
create index training_set_site on training_set (site_id, created_at);

create table training_run (
    run_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    state text not null constraint training_run_state_check check (state in ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled')),
    requested_by text not null,
    requested_at timestamptz not null,
    started_at timestamptz,
    seen_at timestamptz,
    finished_at timestamptz,
    cancel_asked_at timestamptz,
    attempts integer not null default 0,
    step text,
    share double precision not null default 0,
    log text not null default '',
    message text,
    set_id uuid references training_set (set_id),
    model_sha256 text references model (sha256)
);
create index training_run_site on training_run (site_id, requested_at);
create unique index training_run_open on training_run (site_id) where finished_at is null;
create unique index training_run_running on training_run (state) where state = 'running';

-- site_id: the site a model was trained for; null for models that are meant for every site. report and gate: what was measured against the champion, and whether that is good enough.
alter table model add column site_id text collate "C" references site (site_id);
alter table model add column set_id uuid references training_set (set_id);
alter table model add column report text;
alter table model add column gate text;
alter table model add column gate_passed boolean;
