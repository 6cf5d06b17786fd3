-- Near-duplicates that came one after another. sketch: keyed hashes of the words of the sample. active_until: takes members until then.
create table campaign (
    campaign_id text not null primary key,
    site_id text not null references site (site_id),
    number integer not null,
    kind text not null constraint campaign_kind_check check (kind in ('text', 'domain')),
    domain text,
    sample_id text not null,
    sketch blob not null,
    size integer not null,
    unlike_id text not null,
    unlike_likeness real not null,
    first_at text not null,
    last_at text not null,
    active_until text not null,
    bulk_id text,
    is_rejected integer constraint campaign_is_rejected_check check (is_rejected in (0, 1)),
    follows_until text
) strict;
create unique index campaign_number on campaign (site_id, number);
create index campaign_active on campaign (site_id, active_until);
create index campaign_latest on campaign (site_id, last_at, campaign_id);
create index campaign_followed on campaign (follows_until) where follows_until is not null;

create table campaign_member (
    site_id text not null,
    submission_id text not null,
    campaign_id text not null references campaign (campaign_id),
    likeness real not null,
    joined_at text not null,
    primary key (site_id, submission_id)
) strict, without rowid;
create index campaign_member_list on campaign_member (campaign_id, joined_at, submission_id);

-- Whoever groups the submissions of a site holds its row. changes: counts what was made or decided, so that a look for news reads one row.
create table campaign_turn (
    site_id text not null primary key,
    last_number integer not null,
    changes integer not null
) strict, without rowid;

-- One decision about many submissions. Its items are fixed before anybody confirms it.
create table bulk_decision (
    bulk_id text not null primary key,
    site_id text not null references site (site_id),
    decision text not null constraint bulk_decision_decision_check check (decision in ('approve', 'reject')),
    reason text,
    title text not null,
    moderator_id text not null references moderator (moderator_id),
    undone_by text references moderator (moderator_id),
    campaign_id text references campaign (campaign_id),
    state text not null constraint bulk_decision_state_check check (state in ('draft', 'running', 'done', 'undoing', 'undone')),
    items integer not null,
    handled integer not null default 0,
    changed integer not null default 0,
    created_at text not null,
    seen_at text not null,
    finished_at text
) strict;
create index bulk_decision_open on bulk_decision (seen_at, bulk_id) where finished_at is null;
create index bulk_decision_site on bulk_decision (site_id, created_at, bulk_id);

-- expected_version: what the moderator saw. is_follower: came after the decision. version: what the decision led to.
create table bulk_item (
    bulk_id text not null references bulk_decision (bulk_id),
    submission_id text not null,
    position integer not null,
    expected_version integer not null,
    is_follower integer not null default 0 constraint bulk_item_is_follower_check check (is_follower in (0, 1)),
    version integer,
    outcome text constraint bulk_item_outcome_check check (outcome in ('done', 'already_so', 'unknown', 'not_allowed', 'stale', 'claimed', 'undone', 'kept')),
    primary key (bulk_id, submission_id)
) strict, without rowid;
create index bulk_item_waiting on bulk_item (bulk_id, position) where outcome is null;
create index bulk_item_done on bulk_item (bulk_id, position) where outcome = 'done';
