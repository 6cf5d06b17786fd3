-- What clients of other services say about texts afterwards: evidence, never truth. One row for what one key says of one text in one category; the text itself only
-- where the key's owner wants it kept, without its author and with addresses masked.
create table feedback (
    feedback_id uuid not null primary key,
    site_id text collate "C" not null references site (site_id),
    key_id uuid not null,
    door text not null constraint feedback_door_check check (door in ('native', 'akismet', 'perspective', 'openai')),
    check_id uuid,
    submission_id uuid,
    digest bytea not null,
    body text,
    category text collate "C" not null,
    value double precision not null,
    weight double precision not null,
    recorded_at timestamptz not null,
    confirmed_by text,
    confirmed_at timestamptz
);
create unique index feedback_said on feedback (site_id, key_id, digest, category);
create index feedback_time on feedback (site_id, recorded_at, feedback_id);
create index feedback_submission on feedback (site_id, submission_id, recorded_at, feedback_id) where submission_id is not null;

-- How much a key was used at the doors of other services, by month and host: counts and nothing else.
create table key_usage (
    key_id uuid not null,
    month text collate "C" not null,
    host text collate "C" not null,
    calls bigint not null,
    spam bigint not null,
    acceptable bigint not null,
    missed_spam bigint not null,
    false_positives bigint not null,
    primary key (key_id, month, host)
);
