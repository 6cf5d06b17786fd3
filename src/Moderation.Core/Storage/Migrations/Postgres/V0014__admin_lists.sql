-- The newest pages of a site first, and what people did beside deciding: by site, for the installation (no site); and all that one actor did.
create index page_newest on page (site_id, created_at, page_id);
create index audit_entry_acts on audit_entry (site_id, at, entry_id) where kind <> 'verdict' and kind <> 'decision';
create index audit_entry_actor on audit_entry (actor, at, entry_id) where kind <> 'verdict';
