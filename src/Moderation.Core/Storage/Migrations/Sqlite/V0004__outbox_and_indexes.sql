-- An event used to be written twice: when it was appended and when it was sent. Now the sender remembers how far it is, in one row; what does not leave in its turn (delayed, or asked for
-- once more) is named in a table of its own, which is nearly always empty.
alter table outbox_claim add column sent_position integer not null default 0;
create table outbox_later (
    position integer not null primary key references outbox_event (position) on delete cascade,
    due_at text not null
) strict;
create index outbox_later_due on outbox_later (due_at);
insert into outbox_later (position, due_at)
select position, effective_at
from outbox_event
where sent_at is null;
update outbox_claim
set sent_position = (select coalesce(max(position), 0) from outbox_event);
drop index outbox_event_unsent;
alter table outbox_event drop column sent_at;

-- Roots are listed by time, replies by their root or their parent: a comment stands in the one index that finds it.
drop index submission_children;
drop index submission_thread;
create index submission_roots on submission (page_id, submitted_at, id) where state = 'approved' and parent_id is null;
create index submission_thread on submission (page_id, root_id, parent_id) where state = 'approved' and parent_id is not null;

-- The keyed hashes differ from site to site already: an index that begins with them is narrower and compared faster.
drop index submission_duplicates;
drop index submission_author;
drop index submission_network;
create index submission_duplicates on submission (body_hash, received_at);
create index submission_author on submission (author_key, received_at) where author_key is not null;
create index submission_network on submission (network_hash, received_at) where network_hash is not null;

-- One letter waits for a submission, however many processes give up on it.
create unique index dead_letter_submission on dead_letter (site_id, submission_id) where redriven_at is null and submission_id is not null;
