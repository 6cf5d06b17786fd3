-- Whoever sends events holds the row: to claim it a process needs rights on this table and on nothing that governs.
create table outbox_claim (
    name text collate "C" not null primary key
);
insert into outbox_claim (name) values ('dispatcher');
delete from installation where name = 'outbox_dispatcher';
