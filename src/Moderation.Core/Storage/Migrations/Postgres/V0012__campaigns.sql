-- Near-duplicates that came one after another. sketch: keyed hashes of the words of the sample. active_until: takes members until then.
create table campaign (
    campaign_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    number integer not null,
    kind text not null constraint campaign_kind_check check (kind in ('text', 'domain')),
    domain text,
    sample_id uuid not null,
    sketch bytea not null,
    size integer not null,
    unlike_id uuid not null,
    unlike_likeness double precision not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    active_until timestamptz not null,
    bulk_id uuid,
    is_rejected boolean,
    follows_until timestamptz
);
create unique index campaign_number on campaign (site_id, number);
create index campaign_active on campaign (site_id, active_until);
create index campaign_latest on campaign (site_id, last_at, campaign_id);
create index campaign_followed on campaign (follows_until) where follows_until is not null;

create table campaign_member (
    site_id text collate "C" not null,
    submission_id uuid not null,
    campaign_id uuid not null references campaign (campaign_id),
    likeness double precision not null,
    joined_at timestamptz not null,
    primary key (site_id, submission_id)
);
create index campaign_member_list on campaign_member (campaign_id, joined_at, submission_id);

-- Whoever groups the submissions of a site holds its row. changes: counts what was made or decided, so that a look for news reads one row.
create table campaign_turn (
    site_id text collate "C" not null primary key,
    last_number integer not null,
    changes bigint not null
);

-- One decision about many submissions. Its items are fixed before anybody confirms it.
create table bulk_decision (
    bulk_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    decision text not null constraint bulk_decision_decision_check check (decision in ('approve', 'reject')),
    reason text,
    title text not null,
    moderator_id uuid not null references moderator (moderator_id),
    undone_by uuid references moderator (moderator_id),
    campaign_id uuid references campaign (campaign_id),
    state text not null constraint bulk_decision_state_check check (state in ('draft', 'running', 'done', 'undoing', 'undone')),
    items integer not null,
    handled integer not null default 0,
    changed integer not null default 0,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    finished_at timestamptz
);
create index bulk_decision_open on bulk_decision (seen_at, bulk_id) where finished_at is null;
create index bulk_decision_site on bulk_decision (site_id, created_at, bulk_id);

-- expected_version: what the moderator saw. is_follower: came after the decision. version: what the decision led to.
create table bulk_item (
    bulk_id uuid not null references bulk_decision (bulk_id),
    submission_id uuid not null,
    position integer not null,
    expected_version integer not null,
    is_follower boolean not null default false,
    version integer,
    outcome text constraint bulk_item_outcome_check check (outcome in ('done', 'already_so', 'unknown', 'not_allowed', 'stale', 'claimed', 'undone', 'kept')),
    primary key (bulk_id, submission_id)
);
create index bulk_item_waiting on bulk_item (bulk_id, position) where outcome is null;
create index bulk_item_done on bulk_item (bulk_id, position) where outcome = 'done';
