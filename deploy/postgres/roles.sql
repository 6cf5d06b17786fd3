-- Who may do what in the database, one group role for each role of the process. Run it as the owner of the database after every "moderation migrate":
--
--   psql "$OWNER_CONNECTION" -v ON_ERROR_STOP=1 -f deploy/postgres/roles.sql
--   create user moderation_api_1 password '…' in role moderation_api;
--
-- A process connects as a member of its role's group; one with several roles is a member of several groups. Nobody but the owner may change the schema.
-- Running it again changes nothing. A table that is not named here can be read and changed by its owner alone.

do $$
declare
    name text;
begin
    foreach name in array array['moderation_api', 'moderation_console', 'moderation_worker', 'moderation_trainer'] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
end
$$;

revoke all on all tables in schema public from public, moderation_api, moderation_console, moderation_worker, moderation_trainer;
revoke create on schema public from public;
grant usage on schema public to moderation_api, moderation_console, moderation_worker, moderation_trainer;
grant usage on all sequences in schema public to moderation_api, moderation_console, moderation_worker, moderation_trainer;

-- Every process: is the schema the one I know, is the key ring the right one, which sites, keys, policies and models count.
grant select on schema_version, installation, site, site_origin, api_key, policy, word_list, seen_domain, model, champion, promotion, shadow, page, page_url
    to moderation_api, moderation_console, moderation_worker, moderation_trainer;

-- Every process says when retention times were last kept.
grant select on retention_run to moderation_api, moderation_console, moderation_trainer;

-- Who takes or judges submissions: who may vouch for authors, and who is blocked.
grant select on identity_key, block to moderation_api, moderation_console, moderation_worker;

-- Who shows scores to clients of Perspective: the scale they stand on.
grant select on score_scale to moderation_api;
grant select, insert, update, delete on score_scale to moderation_console;

-- api: takes submissions, shows comments, withdraws; sets pages and blocks for a site's own program. It changes no site, key, policy, model or account.
grant select, insert, update on page, page_url, submission, block to moderation_api;
grant select, insert on audit_entry to moderation_api;
grant select, insert, delete on outbox_event to moderation_api; -- deletes what is undone before anybody saw it
grant select, insert on outbox_later to moderation_api;
grant insert, update, delete on word_list to moderation_api; -- for keys with that right
grant insert on seen_domain to moderation_api; -- when a site's own program approves
grant select, delete on review_claim to moderation_api; -- a decision of the site's own program ends what moderators held
grant select, insert, update, delete on label to moderation_api; -- the decision that stands says what a text is
grant select, insert, update on feedback, key_usage to moderation_api; -- what clients of other services say about texts, and how much their keys are used

-- worker: judges, announces, sweeps, keeps the retention times. It changes no site, key, policy, model or account.
grant select, insert, update on page, page_url, submission to moderation_worker;
grant select, insert on audit_entry to moderation_worker;
grant select, insert, update, delete on outbox_event, outbox_later, dead_letter to moderation_worker;
grant delete on submission, audit_entry to moderation_worker; -- test submissions, after a day
grant select, update on outbox_claim to moderation_worker;
grant update (rescoring_until, rescored_at) on promotion to moderation_worker;
grant select, insert, update, delete on shadow_count, shadow_difference to moderation_worker;
grant select, insert on blind_day, blind_item to moderation_worker;
grant insert on seen_domain to moderation_worker;
grant select, delete on review_claim to moderation_worker; -- decisions that come by the queue
grant select, insert, update, delete on label to moderation_worker;
grant select, insert, update on campaign, campaign_turn to moderation_worker;
grant select, insert on searchable to moderation_worker; -- what is erased is taken out by the store itself
grant select, update on search_cursor to moderation_worker;
grant select, insert, delete on campaign_member to moderation_worker;
grant select, insert, update, delete on bulk_decision, bulk_item to moderation_worker; -- later arrivals follow, and what was left half done goes on
grant select, update, delete on feedback to moderation_worker; -- retention
grant select, insert, update, delete on retention_run to moderation_worker;
grant update (actor) on audit_entry to moderation_worker; -- moderators of long ago get pseudonyms
grant select, insert on training_text to moderation_worker; -- what was labelled is kept apart before its text goes

-- console: what moderators and admins do.
grant select, insert, update on page, page_url, submission, block to moderation_console;
grant select, insert on audit_entry, policy, installation to moderation_console;
grant select, insert, delete on outbox_event to moderation_console;
grant select, insert on outbox_later to moderation_console;
grant select, insert, update on site, api_key, identity_key, champion, promotion, shadow, dead_letter to moderation_console;
grant select on shadow_count, shadow_difference, blind_day to moderation_console;
grant select, update on blind_item to moderation_console;
grant delete on champion to moderation_console; -- when a site steps back to the model of every site
grant update (artefact) on model to moderation_console; -- lets go of champions of long ago
grant select, insert, delete on site_origin to moderation_console;
grant insert, update, delete on word_list to moderation_console;
grant select on alert_target to moderation_worker;
grant select, insert, update on alert to moderation_worker;
grant select, insert, update, delete on alert_delivery to moderation_worker; -- who is still to be told
grant select, insert, delete on alert_target to moderation_console;
grant select on alert to moderation_console; -- shows what is wrong and who was told
grant select, delete on alert_delivery to moderation_console;
grant select, insert, update, delete on report to moderation_api, moderation_console, moderation_worker; -- readers report, people decide, also through the queue; erased with its submission
grant delete on dead_letter to moderation_console; -- what an admin discards
grant insert on seen_domain to moderation_console;
grant select, insert, update, delete on review_claim, label to moderation_console;
grant select, update, delete on feedback to moderation_console; -- confirms, and erases with the submission
grant select on key_usage to moderation_console;
grant select, insert, update on moderator to moderation_console;
grant select, insert, delete on moderator_site, moderator_recovery, moderator_external to moderation_console;
grant select, insert, update, delete on console_session to moderation_console;
grant select, insert, update on training_run to moderation_console; -- asks for a run, cancels it
grant select, update on label_hold to moderation_console;
grant select on training_set to moderation_console;
grant select, insert, update, delete on bulk_decision, bulk_item to moderation_console;
grant select, update on campaign to moderation_console;
grant select on searchable to moderation_console;
grant select, insert, update on campaign_turn to moderation_console; -- a decision about a campaign is told to every process
grant select, delete on campaign_member to moderation_console;
grant select, delete on training_text to moderation_console; -- when a submission is erased

-- trainer: reads texts and what people decided, without any address; adds models.
grant select (site_id, id, page_id, parent_id, root_id, replaces_id, state, version, source, is_test, author_name, author_url, body, body_hash, honeypot,
    elapsed_seconds, submitted_at, received_at, decided_at, effective_at, verdict, priority, reasons, spam, toxicity, severe_toxicity, insult, profanity,
    threat, identity_attack, likely_to_reject, model_version, policy_version) on submission to moderation_trainer;
grant select on label, feedback to moderation_trainer;
grant select, insert on label_hold, training_set to moderation_trainer;
grant select, insert, delete on training_text to moderation_trainer;
grant select, insert, update on training_run to moderation_trainer;
grant select, insert on audit_entry to moderation_trainer;
grant select, insert, update on model to moderation_trainer; -- a report may be made again
grant select, insert, update on champion, promotion to moderation_trainer;
