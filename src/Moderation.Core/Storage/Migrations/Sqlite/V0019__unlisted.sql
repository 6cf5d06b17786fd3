-- What clients of other services asked about and wanted kept: reviewed like any submission, and never shown by this service.
alter table submission add column is_unlisted integer not null default 0 constraint submission_is_unlisted_check check (is_unlisted in (0, 1));
