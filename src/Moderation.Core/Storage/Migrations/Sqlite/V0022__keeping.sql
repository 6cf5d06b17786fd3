-- A person is looked up by the address of a typed author, which is an author key, or of one the website vouches for: only these need an index of their own.
create index submission_address on submission (email_hash) where author_verified and email_hash is not null;

-- What keeping the retention times looks for: each index holds what there still is to let go of, in the order of the time that counts, and a day's work reads no more than that.
create index submission_received on submission (received_at) where network_hash is not null or author_key is not null;
create index submission_sealed on submission (decided_at) where email_sealed is not null and state <> 'received' and state <> 'flagged';
create index submission_spam_text on submission (decided_at) where state = 'rejected' and spam >= 0.5 and body <> '';
create index submission_refused_text on submission (decided_at) where state <> 'received' and state <> 'flagged' and state <> 'approved' and body <> '';
create index dead_letter_time on dead_letter (created_at);
create index feedback_text on feedback (recorded_at) where body is not null;
create index report_network_time on report (created_at) where network_hash is not null;

-- What erasing looks for: statements about the same text that name no submission, and blocks of the same person.
create index feedback_digest on feedback (digest);
create index block_match on block (match_hash);
