-- Statements that a person can look at and nobody has: most have no text, and are not among them.
create index feedback_waiting on feedback (site_id, recorded_at, feedback_id) where confirmed_at is null and (body is not null or submission_id is not null);
