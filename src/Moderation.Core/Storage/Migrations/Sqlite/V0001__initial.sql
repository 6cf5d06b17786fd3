create table site (
    site_id text not null primary key,
    name text not null,
    public_key_salt text not null,
    public_key_hash blob not null,
    requires_email integer not null default 0 constraint site_requires_email_check check (requires_email in (0, 1)),
    created_at text not null
) strict;
create unique index site_public_key on site (public_key_hash);

create table site_origin (
    site_id text not null references site (site_id),
    origin text not null,
    primary key (site_id, origin)
) strict, without rowid;

create table api_key (
    key_id text not null primary key,
    site_id text not null references site (site_id),
    key_hash blob not null,
    hint text not null,
    label text,
    doors text not null,
    rights text not null,
    is_test integer not null default 0 constraint api_key_is_test_check check (is_test in (0, 1)),
    created_at text not null,
    created_by text not null,
    revoked_at text
) strict;
create unique index api_key_hash on api_key (key_hash);
create index api_key_site on api_key (site_id, created_at);

create table page (
    page_id text not null primary key,
    site_id text not null references site (site_id),
    page_key text not null,
    url text not null,
    external_id text,
    title text,
    mode text not null default 'open' constraint page_mode_check check (mode in ('open', 'premoderated', 'readonly', 'closed', 'hidden')),
    closes_at text,
    created_at text not null,
    updated_at text not null
) strict;
create unique index page_key on page (site_id, page_key);

create table page_url (
    site_id text not null,
    url text not null,
    page_id text not null references page (page_id),
    primary key (site_id, url)
) strict, without rowid;
create index page_url_page on page_url (page_id);

create table submission (
    site_id text not null,
    id text not null,
    page_id text not null references page (page_id),
    parent_id text,
    root_id text not null,
    replaces_id text,
    state text not null constraint submission_state_check check (state in ('received', 'flagged', 'approved', 'rejected', 'removed', 'erased')),
    version integer not null default 0,
    source text not null constraint submission_source_check check (source in ('http', 'form', 'queue')),
    is_test integer not null default 0 constraint submission_is_test_check check (is_test in (0, 1)),
    author_name text not null,
    author_url text,
    email_sealed blob,
    email_hash blob,
    author_key blob,
    network_hash blob,
    body text not null,
    body_hash blob not null,
    content_hash blob not null,
    honeypot integer not null default 0 constraint submission_honeypot_check check (honeypot in (0, 1)),
    elapsed_seconds real,
    featured integer not null default 0 constraint submission_featured_check check (featured in (0, 1)),
    submitted_at text not null,
    received_at text not null,
    decided_at text,
    effective_at text,
    verdict text constraint submission_verdict_check check (verdict in ('approve', 'flag', 'reject')),
    priority integer not null default 0,
    reasons text,
    spam real,
    toxicity real,
    severe_toxicity real,
    insult real,
    profanity real,
    threat real,
    identity_attack real,
    likely_to_reject real,
    model_version text,
    policy_version integer,
    judge_attempts integer not null default 0,
    primary key (site_id, id)
) strict;
create index submission_children on submission (page_id, parent_id, submitted_at, id) where state = 'approved';
create index submission_thread on submission (page_id, root_id, submitted_at, id) where state = 'approved';
create index submission_newest on submission (site_id, effective_at, id) where state = 'approved';
create index submission_duplicates on submission (site_id, body_hash, received_at);
create index submission_author on submission (site_id, author_key, received_at) where author_key is not null;
create index submission_network on submission (site_id, network_hash, received_at) where network_hash is not null;
create index submission_review on submission (site_id, received_at, id) where state = 'flagged';
create index submission_sweep on submission (received_at, site_id, id) where state = 'received';
create index submission_unscored on submission (received_at, site_id, id) where state = 'flagged' and model_version is null;

create table audit_entry (
    entry_id text not null primary key,
    site_id text,
    submission_id text,
    version integer,
    kind text not null,
    actor text not null,
    from_state text,
    to_state text,
    verdict text,
    decision text,
    reason text,
    note text,
    reasons text,
    scores text,
    model_version text,
    policy_version integer,
    at text not null
) strict;
create index audit_entry_submission on audit_entry (site_id, submission_id, at, entry_id);

create table outbox_event (
    position integer primary key autoincrement not null,
    event_id text not null,
    site_id text not null,
    submission_id text not null,
    version integer not null,
    routing_key text not null,
    payload text not null,
    occurred_at text not null,
    effective_at text not null,
    sent_at text
) strict;
create unique index outbox_event_id on outbox_event (event_id);
create index outbox_event_unsent on outbox_event (position) where sent_at is null;
create index outbox_event_feed on outbox_event (site_id, position);
create index outbox_event_delayed on outbox_event (site_id, effective_at, position) where effective_at > occurred_at;

create table policy (
    site_id text not null references site (site_id),
    version integer not null,
    document text not null,
    created_at text not null,
    created_by text not null,
    primary key (site_id, version)
) strict;

create table model (
    sha256 text not null primary key,
    number integer not null,
    artefact blob not null,
    card text not null,
    created_at text not null,
    created_by text not null
) strict;
create unique index model_number on model (number);

create table champion (
    scope text not null primary key,
    sha256 text not null references model (sha256),
    previous_sha256 text references model (sha256),
    promoted_at text not null,
    promoted_by text not null
) strict;

create table installation (
    name text not null primary key,
    value text not null
) strict;
insert into installation (name, value) values ('outbox_dispatcher', 'claimed while a process sends events');

create table dead_letter (
    dead_letter_id text not null primary key,
    site_id text,
    submission_id text,
    source text not null,
    reason text not null,
    detail text,
    payload_sealed blob,
    created_at text not null,
    redriven_at text
) strict;
create index dead_letter_waiting on dead_letter (created_at, dead_letter_id) where redriven_at is null;
