set local statement_timeout = 0;

-- What can be found by its words. What is erased, or loses its text, is found no more.
create table searchable (
    position bigint generated always as identity primary key,
    site_id text collate "C" not null,
    submission_id uuid not null,
    received_at timestamptz not null,
    words tsvector
);
create unique index searchable_submission on searchable (site_id, submission_id);
create index searchable_time on searchable (site_id, received_at, submission_id);
create index searchable_words on searchable using gin (words);

-- Signs between words are taken out first: the parser would read example.com or a-b as one word, which SQLite does not.
create function searchable_fill() returns trigger language plpgsql as $$
begin
    select to_tsvector('simple', regexp_replace(submission.author_name || ' ' || submission.body, '[!-/:-@\[-`{-~]+', ' ', 'g'))
    into new.words
    from submission
    where submission.site_id = new.site_id and submission.id = new.submission_id;
    return new;
end
$$;
create trigger searchable_added before insert on searchable for each row execute function searchable_fill();

-- Whoever may change or remove a text takes it out of the index as well.
create function searchable_forget() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from searchable where site_id = old.site_id and submission_id = old.id;
    return null;
end
$$;
create trigger submission_text_changed after update of body, author_name on submission for each row when (new.body <> old.body or new.author_name <> old.author_name) execute function searchable_forget();
create trigger submission_removed after delete on submission for each row execute function searchable_forget();

-- How far the events are followed.
create table search_cursor (
    name text collate "C" not null primary key,
    position bigint not null
);
insert into search_cursor (name, position)
select 'words', coalesce(max(position), 0)
from outbox_event;
insert into searchable (site_id, submission_id, received_at)
select site_id, id, received_at
from submission
where not is_test and body <> '' and state <> 'erased'
order by received_at, site_id, id;
