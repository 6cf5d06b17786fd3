-- What was removed keeps its place in a thread as long as something readable hangs on it.
drop index submission_roots;
drop index submission_thread;
create index submission_roots on submission (page_id, submitted_at, id) where (state = 'approved' or state = 'removed') and parent_id is null;
create index submission_thread on submission (page_id, root_id, parent_id) where (state = 'approved' or state = 'removed') and parent_id is not null;
