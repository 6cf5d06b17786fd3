-- What clients of other services asked about and wanted kept: reviewed like any submission, and never shown by this service.
alter table submission add column is_unlisted boolean not null default false;
