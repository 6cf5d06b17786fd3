-- What clients of other services say about texts afterwards: evidence, never truth. One row for what one key says of one text in one category; the text itself only
-- where the key's owner wants it kept, without its author and with addresses masked.
create table feedback (
    feedback_id text not null primary key,
    site_id text not null references site (site_id),
    key_id text not null,
    door text not null constraint feedback_door_check check (door in ('native', 'akismet', 'perspective', 'openai')),
    check_id text,
    submission_id text,
    digest blob not null,
    body text,
    category text not null,
    value real not null,
    weight real not null,
    recorded_at text not null,
    confirmed_by text,
    confirmed_at text
) strict, without rowid;
create unique index feedback_said on feedback (site_id, key_id, digest, category);
create index feedback_time on feedback (site_id, recorded_at, feedback_id);
create index feedback_submission on feedback (site_id, submission_id, recorded_at, feedback_id) where submission_id is not null;

-- How much a key was used at the doors of other services, by month and host: counts and nothing else.
create table key_usage (
    key_id text not null,
    month text not null,
    host text not null,
    calls integer not null,
    spam integer not null,
    acceptable integer not null,
    missed_spam integer not null,
    false_positives integer not null,
    primary key (key_id, month, host)
) strict, without rowid;
