-- A challenger that scores what a site receives beside its champion and decides nothing.
create table shadow (
    shadow_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    sha256 text collate "C" not null references model (sha256),
    champion text collate "C" not null references model (sha256),
    started_at timestamptz not null,
    started_by text not null,
    stopped_at timestamptz
);
create unique index shadow_running on shadow (site_id) where stopped_at is null;
create index shadow_site on shadow (site_id, started_at);

create table shadow_count (
    shadow_id uuid not null references shadow (shadow_id),
    champion_verdict text collate "C" not null,
    challenger_verdict text collate "C" not null,
    submissions integer not null,
    primary key (shadow_id, champion_verdict, challenger_verdict)
);

-- The newest submissions about which the two would conclude otherwise; never more than some hundred of a shadow.
create table shadow_difference (
    shadow_id uuid not null references shadow (shadow_id),
    submission_id uuid not null,
    champion_verdict text collate "C" not null,
    challenger_verdict text collate "C" not null,
    champion_codes text not null,
    challenger_codes text not null,
    at timestamptz not null,
    primary key (shadow_id, submission_id)
);
create index shadow_difference_newest on shadow_difference (shadow_id, at);

-- A day of a site from which a sample was drawn for blind review, with how many submissions each part had.
create table blind_day (
    site_id text collate "C" not null references site (site_id),
    day text collate "C" not null,
    near integer not null,
    far integer not null,
    stopped integer not null,
    drawn_at timestamptz not null,
    primary key (site_id, day)
);

create table blind_item (
    site_id text collate "C" not null,
    submission_id uuid not null,
    day text collate "C" not null,
    part text not null constraint blind_item_part_check check (part in ('near', 'far', 'stopped')),
    weight double precision not null,
    model_version text not null,
    drawn_at timestamptz not null,
    answer text constraint blind_item_answer_check check (answer in ('acceptable', 'violating', 'unsure')),
    reason text,
    answered_by text,
    answered_at timestamptz,
    primary key (site_id, submission_id)
);
create index blind_item_waiting on blind_item (site_id, drawn_at, submission_id) where answer is null;
create index blind_item_answered on blind_item (site_id, drawn_at) where answer is not null;
