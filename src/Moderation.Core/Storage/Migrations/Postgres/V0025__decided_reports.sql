-- Complaints of readers that were decided, by their age: the oldest are let go of.
create index report_resolved on report (created_at) where resolved_at is not null;
