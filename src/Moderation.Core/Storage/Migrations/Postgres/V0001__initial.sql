create table site (
    site_id text collate "C" not null primary key,
    name text not null,
    public_key_salt text not null,
    public_key_hash bytea not null,
    requires_email boolean not null default false,
    created_at timestamptz not null
);
create unique index site_public_key on site (public_key_hash);

create table site_origin (
    site_id text collate "C" not null references site (site_id),
    origin text collate "C" not null,
    primary key (site_id, origin)
);

create table api_key (
    key_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    key_hash bytea not null,
    hint text not null,
    label text,
    doors text not null,
    rights text not null,
    is_test boolean not null default false,
    created_at timestamptz not null,
    created_by text not null,
    revoked_at timestamptz
);
create unique index api_key_hash on api_key (key_hash);
create index api_key_site on api_key (site_id, created_at);

create table page (
    page_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    page_key text collate "C" not null,
    url text collate "C" not null,
    external_id text collate "C",
    title text,
    mode text not null default 'open' constraint page_mode_check check (mode in ('open', 'premoderated', 'readonly', 'closed', 'hidden')),
    closes_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index page_key on page (site_id, page_key);

create table page_url (
    site_id text collate "C" not null,
    url text collate "C" not null,
    page_id uuid not null references page (page_id),
    primary key (site_id, url)
);
create index page_url_page on page_url (page_id);

create table submission (
    site_id text collate "C" not null,
    id uuid not null,
    page_id uuid not null references page (page_id),
    parent_id uuid,
    root_id uuid not null,
    replaces_id uuid,
    state text not null constraint submission_state_check check (state in ('received', 'flagged', 'approved', 'rejected', 'removed', 'erased')),
    version integer not null default 0,
    source text not null constraint submission_source_check check (source in ('http', 'form', 'queue')),
    is_test boolean not null default false,
    author_name text not null,
    author_url text,
    email_sealed bytea,
    email_hash bytea,
    author_key bytea,
    network_hash bytea,
    body text not null,
    body_hash bytea not null,
    content_hash bytea not null,
    honeypot boolean not null default false,
    elapsed_seconds double precision,
    featured boolean not null default false,
    submitted_at timestamptz not null,
    received_at timestamptz not null,
    decided_at timestamptz,
    effective_at timestamptz,
    verdict text constraint submission_verdict_check check (verdict in ('approve', 'flag', 'reject')),
    priority integer not null default 0,
    reasons text,
    spam double precision,
    toxicity double precision,
    severe_toxicity double precision,
    insult double precision,
    profanity double precision,
    threat double precision,
    identity_attack double precision,
    likely_to_reject double precision,
    model_version text,
    policy_version integer,
    judge_attempts integer not null default 0,
    primary key (site_id, id)
);
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
    entry_id uuid not null primary key,
    site_id text collate "C",
    submission_id uuid,
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
    at timestamptz not null
);
create index audit_entry_submission on audit_entry (site_id, submission_id, at, entry_id);

create table outbox_event (
    position bigint generated always as identity primary key,
    event_id uuid not null,
    site_id text collate "C" not null,
    submission_id uuid not null,
    version integer not null,
    routing_key text not null,
    payload text not null,
    occurred_at timestamptz not null,
    effective_at timestamptz not null,
    sent_at timestamptz
);
create unique index outbox_event_id on outbox_event (event_id);
create index outbox_event_unsent on outbox_event (position) where sent_at is null;
create index outbox_event_feed on outbox_event (site_id, position);
create index outbox_event_delayed on outbox_event (site_id, effective_at, position) where effective_at > occurred_at;

create table policy (
    site_id text collate "C" not null references site (site_id),
    version integer not null,
    document text not null,
    created_at timestamptz not null,
    created_by text not null,
    primary key (site_id, version)
);

create table model (
    sha256 text collate "C" not null primary key,
    number integer not null,
    artefact bytea not null,
    card text not null,
    created_at timestamptz not null,
    created_by text not null
);
create unique index model_number on model (number);

create table champion (
    scope text collate "C" not null primary key,
    sha256 text collate "C" not null references model (sha256),
    previous_sha256 text collate "C" references model (sha256),
    promoted_at timestamptz not null,
    promoted_by text not null
);

create table installation (
    name text collate "C" not null primary key,
    value text not null
);
insert into installation (name, value) values ('outbox_dispatcher', 'claimed while a process sends events');

create table dead_letter (
    dead_letter_id uuid not null primary key,
    site_id text collate "C",
    submission_id uuid,
    source text not null,
    reason text not null,
    detail text,
    payload_sealed bytea,
    created_at timestamptz not null,
    redriven_at timestamptz
);
create index dead_letter_waiting on dead_letter (created_at, dead_letter_id) where redriven_at is null;
