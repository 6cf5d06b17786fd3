-- Each review queue has an index of its own: a page and a count of it read no row of another one.
alter table submission add column escalated_at text;
drop index submission_review;
create index submission_review_oldest on submission (site_id, received_at, id) where state = 'flagged' and not is_test;
create index submission_review_flagged on submission (site_id, received_at, id) where state = 'flagged' and escalated_at is null and spam < 0.5 and not is_test;
create index submission_review_flagged_risk on submission (site_id, priority, likely_to_reject, id) where state = 'flagged' and escalated_at is null and spam < 0.5 and not is_test;
create index submission_review_spam on submission (site_id, received_at, id) where state = 'flagged' and escalated_at is null and spam >= 0.5 and not is_test;
create index submission_review_spam_risk on submission (site_id, priority, likely_to_reject, id) where state = 'flagged' and escalated_at is null and spam >= 0.5 and not is_test;
create index submission_review_unscored on submission (site_id, received_at, id) where state = 'flagged' and escalated_at is null and spam is null and not is_test;
create index submission_review_escalated on submission (site_id, received_at, id) where state = 'flagged' and escalated_at is not null and not is_test;
create index submission_rejected on submission (site_id, decided_at, id) where state = 'rejected' and not is_test;
create index audit_entry_decisions on audit_entry (site_id, at) where kind = 'decision';

create table review_claim (
    site_id text not null,
    submission_id text not null,
    moderator_id text not null references moderator (moderator_id),
    claimed_until text not null,
    primary key (site_id, submission_id)
) strict, without rowid;

-- What people's decisions say about texts, for the training of models.
create table label (
    site_id text not null,
    submission_id text not null,
    source text not null constraint label_source_check check (source in ('decision')),
    is_violating integer not null constraint label_is_violating_check check (is_violating in (0, 1)),
    reason text,
    actor text not null,
    labelled_at text not null,
    primary key (site_id, submission_id)
) strict, without rowid;
create index label_time on label (site_id, labelled_at);
