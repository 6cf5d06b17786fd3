-- What can be found by its words. The text of searchable_text is not stored twice: the index alone is kept. What is erased, or loses its text, is found no more.
create table searchable (
    position integer primary key autoincrement not null,
    site_id text not null,
    submission_id text not null,
    received_at text not null
) strict;
create unique index searchable_submission on searchable (site_id, submission_id);
create index searchable_time on searchable (site_id, received_at, submission_id);
create virtual table searchable_text using fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');

create trigger searchable_added after insert on searchable begin
    insert into searchable_text (rowid, words)
    select new.position, submission.author_name || ' ' || submission.body
    from submission
    where submission.site_id = new.site_id and submission.id = new.submission_id;
end;
create trigger searchable_removed after delete on searchable begin
    delete from searchable_text where rowid = old.position;
end;
create trigger submission_text_changed after update of body, author_name on submission when new.body <> old.body or new.author_name <> old.author_name begin
    delete from searchable where site_id = old.site_id and submission_id = old.id;
end;
create trigger submission_removed after delete on submission begin
    delete from searchable where site_id = old.site_id and submission_id = old.id;
end;

-- How far the events are followed.
create table search_cursor (
    name text not null primary key,
    position integer not null
) strict, without rowid;
insert into search_cursor (name, position)
select 'words', coalesce(max(position), 0)
from outbox_event;
insert into searchable (site_id, submission_id, received_at)
select site_id, id, received_at
from submission
where not is_test and body <> '' and state <> 'erased'
order by received_at, site_id, id;
