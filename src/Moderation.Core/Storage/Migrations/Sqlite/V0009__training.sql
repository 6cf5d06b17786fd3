-- What people say about texts: one row for each kind of source, so that a decision of the house and outside feedback stand beside each other.
alter table label rename to label_before;
drop index label_time;
create table label (
    site_id text not null,
    submission_id text not null,
    source text not null constraint label_source_check check (source in ('decision', 'report', 'import', 'feedback')),
    is_violating integer not null constraint label_is_violating_check check (is_violating in (0, 1)),
    reason text,
    actor text not null,
    weight real not null,
    labelled_at text not null,
    primary key (site_id, submission_id, source)
) strict;
insert into label (site_id, submission_id, source, is_violating, reason, actor, weight, labelled_at)
select site_id, submission_id, source, is_violating, reason, actor, 1.0, labelled_at
from label_before;
drop table label_before;
create index label_time on label (site_id, labelled_at, submission_id);

-- Many labels of one actor in a short time that all say the same: they wait for an admin.
create table label_hold (
    hold_id text not null primary key,
    site_id text not null references site (site_id),
    actor text not null,
    from_at text not null,
    to_at text not null,
    labels integer not null,
    violating integer not null,
    state text not null constraint label_hold_state_check check (state in ('waiting', 'released', 'dropped')),
    created_at text not null,
    decided_at text,
    decided_by text
) strict;
create unique index label_hold_burst on label_hold (site_id, actor, from_at);

-- The texts that models learn from, without their authors and with addresses masked: they outlive the retention time of what was rejected, and are erased with the submission.
create table training_text (
    site_id text not null,
    submission_id text not null,
    body text not null,
    primary key (site_id, submission_id)
) strict;

create table training_set (
    set_id text not null primary key,
    site_id text not null references site (site_id),
    sha256 text not null,
    manifest text not null,
    items blob not null,
    created_at text not null,
    created_by text not null
) strict;
create index training_set_site on training_set (site_id, created_at);

create table training_run (
    run_id text not null primary key,
    site_id text not null references site (site_id),
    state text not null constraint training_run_state_check check (state in ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled')),
    requested_by text not null,
    requested_at text not null,
    started_at text,
    seen_at text,
    finished_at text,
    cancel_asked_at text,
    attempts integer not null default 0,
    step text,
    share real not null default 0,
    log text not null default '',
    message text,
    set_id text references training_set (set_id),
    model_sha256 text references model (sha256)
) strict;
create index training_run_site on training_run (site_id, requested_at);
create unique index training_run_open on training_run (site_id) where finished_at is null;
create unique index training_run_running on training_run (state) where state = 'running';

-- site_id: the site a model was trained for; null for models that are meant for every site. report and gate: what was measured against the champion, and whether that is good enough.
alter table model add column site_id text references site (site_id);
alter table model add column set_id text references training_set (set_id);
alter table model add column report text;
alter table model add column gate text;
alter table model add column gate_passed integer constraint model_gate_passed_check check (gate_passed in (0, 1));
