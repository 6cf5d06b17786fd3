using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Every statement over what can grow goes by the index that was made for it, on both engines.</summary>
public sealed class QueryPlanTests(SqliteFixture sqlite, PostgresFixture postgres) : IClassFixture<SqliteFixture>, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static bool isFilled;

    /// <summary>A statement and the indexes it needs. PostgreSQL names a primary key after its table.</summary>
    public static TheoryData<string, string> Plans => new()
    {
        { "CommentReads.ListRootsSql", "submission_roots" },
        { "CommentReads.ListRepliesSql", "submission_thread" },
        { "CommentReads.CountVisibleSql", "submission_roots submission_thread" },
        { "CommentReads.ListNewestSql", "submission_newest" },
        { "ApprovedSubmissions.ListSql", "submission_newest" },
        { "ScoredSamples.ListSql", "submission_duplicates" },
        { "WaitingSubmissions.ListReceivedSql", "submission_sweep" },
        { "WaitingSubmissions.ListUnscoredSql", "submission_unscored" },
        { "RecentSubmissions.CountSql", "submission_duplicates submission_author submission_network" },
        { "OutboxStore.ListDueSql", "outbox_later_due" },
        { "OutboxStore.ListAfterSql", "outbox_event_feed outbox_event_delayed" },
        { "OutboxStore.SendAgainSql", "outbox_event_id" },
        { "PageStore.LookUpSql", "page_key" },
        { "ApiKeyStore.FindByHashSql", "api_key_hash" },
        { "FeedbackStore.ListSql", "feedback_time" },
        { "FeedbackStore.OfSubmissionSql", "feedback_submission" },
        { "FeedbackStore.ListWaitingSql", "feedback_waiting" },
        { "FeedbackStore.FindSubmissionSql", "submission_duplicates" },
        { "SiteStore.FindByPublicKeySql", "site_public_key" },
        { "AuditStore.ListSql", "audit_entry_submission" },
        { "AuthorHistories.CountSql", "submission_history audit_entry_submission" },
        { "AuthorHistories.UnknownSql", "submission_author" },
        { "TestSubmissions.ListSql", "submission_test" },
        { "TestSubmissions.DeleteAuditSql", "audit_entry_submission" },
        { "BlockStore.ListInForceSql", "block_changed" },
        { "IdentityKeyStore.ListSql", "identity_key_kid" },
        { "AuditStore.LastDecisionsSql", "audit_entry_submission" },
        { "ReviewQueueStore.FlaggedSql", "submission_review_flagged" },
        { "ReviewQueueStore.FlaggedByRiskSql", "submission_review_flagged_risk" },
        { "ReviewQueueStore.SpamLikelySql", "submission_review_spam" },
        { "ReviewQueueStore.SpamLikelyByRiskSql", "submission_review_spam_risk" },
        { "ReviewQueueStore.UnscoredSql", "submission_review_unscored" },
        { "ReviewQueueStore.ReportedSql", "submission_reported" },
        { "AlertStore.NewestThreatSql", "submission_urgent" },
        { "ReviewQueueStore.WaitingSinceSql", "submission_review_oldest" },
        { "ReportStore.CountOpenSql", "report_once" },
        { "ReportStore.NotesSql", "report_once" },
        { "ReportStore.CountOfNetworkSql", "report_network" },
        { "ReviewQueueStore.EscalatedSql", "submission_review_escalated" },
        { "ReviewQueueStore.RejectedSql", "submission_rejected" },
        { "ReviewQueueStore.ApprovedSql", "submission_newest" },
        { "ReviewQueueStore.RecentSql", "audit_entry_decisions" },
        { "ReviewQueueStore.OldestSql", "submission_review_oldest" },
        { "RemoveThread.BelowSql", "submission_thread" },
        { "RemoveThread.GoneSql", "submission_thread audit_entry_submission" },
        { "ReviewContext.RepliesSql", "submission_thread" },
        { "ReviewContext.ByAuthorSql", "submission_author" },
        { "CampaignStore.ListActiveSql", "campaign_active" },
        { "CampaignStore.WithFollowersSql", "campaign_followed" },
        { "CampaignStore.ListMembersSql", "campaign_member_list" },
        { "CampaignStore.RecentSql", "submission_review_oldest submission_newest submission_rejected" },
        { "BulkStore.ListWaitingSql", "bulk_item_waiting" },
        { "BulkStore.ListDoneSql", "bulk_item_done" },
        { "BulkStore.ListLeftSql", "bulk_decision_open" },
        { "BulkStore.ListSql", "bulk_decision_site" },
        { "LabelledTexts.ListSql", "label_time" },
        { "TrainingRunStore.ListSql", "training_run_site" },
        { "TrainingSetStore.LastSql", "training_set_site" },
        { "DeadLetterStore.ListSql", "dead_letter_waiting" },
        { "AuditStore.SiteActsSql", "audit_entry_acts" },
        { "AuditStore.SiteDecisionsSql", "audit_entry_decisions" },
        { "AuditStore.InstallationActsSql", "audit_entry_acts" },
        { "AuditStore.ActorActsSql", "audit_entry_actor" },
        { "PageStore.ListSql", "page_newest" },
        { "FindPerson.ByAddressSql", "submission_author submission_address" },
        { "FindPerson.BySubjectSql", "submission_history" },
        { "RetentionWalks.ListSpamTextsSql", "submission_spam_text" },
        { "RetentionWalks.ListRefusedTextsSql", "submission_refused_text" },
        { "RetentionWalks.ListAddressesSql", "submission_sealed" },
        { "RetentionWalks.ListAuthorsSql", "submission_received" },
        { "RetentionStore.ForgetAuthorKeysSql", "submission_author" },
        { "RetentionAudit.ListOldEntriesSql", "audit_entry_time" },
        { "RetentionTrail.NextActorSql", "audit_entry_actor" },
        { "RetentionTrail.RenameSql", "audit_entry_actor" },
        { "RetentionTrail.ForgetLettersSql", "dead_letter_time" },
        { "RetentionTrail.ForgetReportersSql", "report_network_time" },
        { "RetentionTrail.ForgetReportsSql", "report_resolved" },
        { "FeedbackStore.ForgetTextsSql", "feedback_text" },
        { "FeedbackStore.EraseTextSql", "feedback_digest" },
        { "BlockStore.EraseSql", "block_match" },
    };

    /// <summary>PostgreSQL plans by what its tables hold, so they hold something: once, for the whole class.</summary>
    public async ValueTask InitializeAsync()
    {
        if (isFilled)
        {
            return;
        }

        isFilled = true;
        foreach (int _ in Enumerable.Range(0, 20))
        {
            SiteId site = (await postgres.SiteAsync()).Id;
            PageReferenceToResolve[] references = [.. Enumerable.Range(0, 20).Select(i => new PageReferenceToResolve { Url = $"https://gazette.example/{i}" })];
            IReadOnlyList<Page> pages = await postgres.Database.RunAsync((unit, token) => new PageStore(postgres.Database).ResolveManyAsync(unit, site, references, token), CancellationToken.None);
            List<Submission> submissions = [];
            for (int i = 0; i < 1_000; i++)
            {
                // Nine of ten are approved, one of three answers another.
                SubmissionState state = (i % 30) switch { 0 => SubmissionState.Received, 1 => SubmissionState.Flagged, 2 => SubmissionState.Rejected, _ => SubmissionState.Approved };
                Page page = pages[i % pages.Count];
                Submission? parent = i % 3 == 0 ? submissions.LastOrDefault(row => row.PageId == page.PageId) : null;
                submissions.Add(Some.Submission(page, state, parent, StoreFixture.Start.AddSeconds(-i)) with { BodyHash = Some.Hash($"{i}"), AuthorKey = Some.Hash($"{i % 500}"), NetworkHash = Some.Hash($"{i % 300}"), EmailHash = Some.Hash($"{i % 500}"), IsAuthorVerified = i % 10 == 0 });
            }

            await postgres.InsertAsync([.. submissions]);
            await postgres.Database.RunAsync((unit, token) => new OutboxStore(postgres.Database).AppendManyAsync(unit, [.. submissions.Select(row => Some.Event(row.Key))], token), CancellationToken.None);
            await postgres.Database.RunAsync(
                (unit, token) => new AuditStore(postgres.Database).AppendManyAsync(
                    unit, [.. submissions.SelectMany((row, i) => Trail(row, i))], token),
                CancellationToken.None);
        }

        await postgres.Database.RunAsync((unit, token) => unit.ExecuteAsync("update outbox_claim set sent_position = (select max(position) - 100 from outbox_event)", null, token), CancellationToken.None);
        await postgres.Database.ReadAsync((unit, token) => unit.ExecuteAsync("analyze submission, outbox_event, outbox_later, outbox_claim, page, audit_entry", null, token), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A verdict each; people decided about one in three, and one in fifty is something that an admin did.</summary>
    private static IEnumerable<AuditEntry> Trail(Submission row, int i)
    {
        AuditEntry verdict = new() { EntryId = Some.Id(), Site = row.Key.Site, SubmissionId = row.Key.Id, Kind = AuditKind.Verdict, Actor = "policy:1", At = row.ReceivedAt };
        yield return verdict;
        if (i % 3 == 0)
        {
            yield return verdict with { EntryId = Some.Id(), Kind = AuditKind.Decision, Actor = $"moderator:{i % 7}" };
        }

        if (i % 50 == 0)
        {
            yield return verdict with { EntryId = Some.Id(), SubmissionId = null, Kind = AuditKind.Admin, Actor = $"moderator:{i % 7}" };
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Sqlite_goes_by_the_index(string name, string indexes)
    {
        StoreStatement statement = StoreStatement.All(sqlite.Database).Single(candidate => candidate.Name == name);
        string plan = await sqlite.Database.ReadAsync(
            async (unit, token) =>
            {
                await using SqliteCommand command = ((SqliteConnection)unit.Connection).CreateCommand();
                command.CommandText = $"explain query plan {statement.Sql}";
                statement.Parameters.ToList().ForEach(parameter => command.Parameters.AddWithValue($"@{parameter}", DBNull.Value));
                List<string> lines = [];
                await using SqliteDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    lines.Add(reader.GetString(3));
                }

                return string.Join('\n', lines);
            },
            CancellationToken.None);
        Assert.All(indexes.Split(' '), index => Assert.Matches($@"SEARCH \w+ USING (COVERING )?INDEX {index}\b|SCAN \w+ USING INDEX {index}\b", plan));
        Assert.DoesNotMatch(@"SCAN (submission|outbox_event|page|audit_entry|dead_letter)\b(?! USING)", plan);
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Postgres_goes_by_the_index(string name, string indexes)
    {
        StoreStatement statement = StoreStatement.All(postgres.Database).Single(candidate => candidate.Name == name);
        string text = statement.Sql;
        for (int i = 0; i < statement.Parameters.Count; i++)
        {
            text = Regex.Replace(text, $@"@{statement.Parameters[i]}\b", $"${i + 1}");
        }

        string types = string.Join(", ", statement.Parameters.Select(parameter => statement.ArrayTypes.GetValueOrDefault(parameter, "unknown")));
        string nulls = string.Join(", ", statement.Parameters.Select(_ => "null"));
        string plan = string.Join('\n', await postgres.Database.RunAsync(
            async (unit, token) =>
            {
                // Small tables such as sites are cheapest read whole, which says nothing; and the plan must not depend on the values.
                await unit.ExecuteAsync("set local enable_seqscan = off", null, token);
                await unit.ExecuteAsync("set local plan_cache_mode = force_generic_plan", null, token);
                await unit.ExecuteAsync($"prepare checked({types}) as {text}", null, token);
                List<string> lines = await unit.QueryAsync<string>($"explain (costs off) execute checked({nulls})", null, token);
                await unit.ExecuteAsync("deallocate checked", null, token);
                return lines;
            },
            CancellationToken.None));
        Assert.All(indexes.Split(' '), index => Assert.Matches($@"\b{index}\b", plan));
        Assert.DoesNotMatch(@"Seq Scan on (submission|outbox_event|page|audit_entry|dead_letter)\b", plan);
    }
}
