using Moderation.Blocks;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Persons;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>What a person sent is found by address or token and destroyed in every table; the row and its trail stay.</summary>
public abstract class ErasureContract(StoreFixture fixture)
{
    private const string Canary = "canaryword";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KeyRing ring = SomeKeyRing.New();

    private readonly BlockNames names = new(new AuthorKeys(SomeKeyRing.New()));

    private EraseSubmission Erase => new(fixture.Database, new SubmissionStore(fixture.Database), new PageStore(fixture.Database), new AuditStore(fixture.Database),
        new EventWriter(new OutboxStore(fixture.Database)), new DecisionSignal(), names, fixture.Clock);

    [Fact]
    public async Task Nothing_that_was_written_is_left_in_any_table()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission row = await PlantAsync(page);
        Assert.NotEmpty(await HoldersAsync());

        Assert.True(await Erase.HandleAsync(row.Key, "system", None));

        Assert.Empty(await HoldersAsync());
        Submission erased = (await new SubmissionStore(fixture.Database).FindAsync(row.Key, None))!;
        Assert.Equal(SubmissionState.Erased, erased.State);
        Assert.Null(erased.EmailSealed);
        Assert.Null(erased.EmailHash);
        Assert.Null(erased.AuthorKey);
        Assert.Null(erased.NetworkHash);
        IReadOnlyList<AuditEntry> trail = await new AuditStore(fixture.Database).ListAsync(row.Key, None);
        Assert.Equal([AuditKind.Decision, AuditKind.Erasure], trail.Select(entry => entry.Kind));
        OutboxEvent told = (await new OutboxStore(fixture.Database).ListDueAsync(StoreFixture.Start.AddDays(1), 100, None)).Single(one => one.Key == row.Key);
        Assert.Equal($"{page.Site}.erased", told.RoutingKey);
        Assert.False(await Erase.HandleAsync(row.Key, "system", None));
    }

    [Fact]
    public async Task A_person_is_found_by_address_in_any_spelling_and_by_token_alone_only_where_vouched_for()
    {
        Site site = await fixture.SiteAsync();
        Page page = await fixture.PageAsync(site.Id);
        using System.Security.Cryptography.RandomNumberGenerator random = System.Security.Cryptography.RandomNumberGenerator.Create();
        EmailSealer sealer = new(ring, random);
        AuthorKeys keys = new(ring);
        AuthorTokens tokens = new(ring);
        Submission[] typed = [.. Enumerable.Range(0, 2).Select(_ => Some.Submission(page) with { EmailHash = sealer.Lookup(site.Id, "ana@nowhere.example"), AuthorKey = keys.Unverified(site.Id, "ana@nowhere.example") })];
        Submission[] vouched = [.. Enumerable.Range(0, 2).Select(_ => Some.Submission(page) with { AuthorKey = keys.Verified(site.Id, "subject"), IsAuthorVerified = true })];
        Submission known = Some.Submission(page) with { EmailHash = sealer.Lookup(site.Id, "ana@nowhere.example"), AuthorKey = keys.Verified(site.Id, "another subject"), IsAuthorVerified = true };
        await fixture.InsertAsync([.. typed, .. vouched, known, Some.Submission(page)]);
        FindPerson persons = new(fixture.Database, new SiteStore(fixture.Database), sealer, keys, tokens);

        Assert.Equal([.. typed.Select(row => row.Key), known.Key], await persons.ByAddressAsync("Ana@Nowhere.example", null, None));
        Assert.Equal([typed[1].Key], await persons.ByTokenAsync(tokens.For(site.Id, typed[1].Key.Id.Value), null, None));
        Assert.Equal(vouched.Select(row => row.Key), await persons.ByTokenAsync(tokens.For(site.Id, vouched[1].Key.Id.Value), site.Id, None));
        Assert.Empty(await persons.ByTokenAsync(tokens.For(site.Id, Guid.Empty), null, None));
        Assert.Empty(await persons.ByAddressAsync("bea@nowhere.example", site.Id, None));
    }

    [Fact]
    public async Task A_block_in_force_recognises_by_its_hash_alone_and_one_that_ended_not_at_all()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission row = Some.Submission(page, SubmissionState.Approved) with { EmailHash = Some.Hash("blocked"), AuthorKey = null };
        await fixture.InsertAsync(row);
        Block ended = Block(page.Site, BlockKind.Email, row.EmailHash!) with { ExpiresAt = StoreFixture.Start };
        Block inForce = Block(page.Site, BlockKind.Email, row.EmailHash!) with { CreatedAt = StoreFixture.Start };
        Block another = Block(page.Site, BlockKind.Email, Some.Hash("somebody else"));
        foreach (Block block in new[] { ended, inForce, another })
        {
            await fixture.Database.RunAsync((unit, token) => Blocks.AddAsync(unit, block, token), None);
        }

        Assert.True(await Erase.HandleAsync(row.Key, "system", None));

        Block[] after = [(await Blocks.FindAsync(page.Site, ended.BlockId, None))!, (await Blocks.FindAsync(page.Site, inForce.BlockId, None))!, (await Blocks.FindAsync(page.Site, another.BlockId, None))!];
        Assert.Equal([null, null, "somebody"], after.Select(block => block.Shown));
        Assert.Equal([null, null, "somebody"], after.Select(block => block.Note));
        Assert.Equal([[], inForce.MatchHash, another.MatchHash], after.Select(block => block.MatchHash));
        Assert.Contains(inForce.BlockId, (await Blocks.ListInForceAsync(page.Site, StoreFixture.Start, None)).Select(block => block.BlockId));
    }

    [Fact]
    public async Task Blocks_of_an_address_are_erased_where_nothing_it_sent_is_left()
    {
        Site site = await fixture.SiteAsync(), other = await fixture.SiteAsync();
        using System.Security.Cryptography.RandomNumberGenerator random = System.Security.Cryptography.RandomNumberGenerator.Create();
        EmailSealer sealer = new(ring, random);
        Block[] blocks = [Block(site.Id, BlockKind.Email, sealer.Lookup(site.Id, "ana@nowhere.example")), Block(other.Id, BlockKind.Email, sealer.Lookup(other.Id, "ana@nowhere.example"))];
        foreach (Block block in blocks)
        {
            await fixture.Database.RunAsync((unit, token) => Blocks.AddAsync(unit, block, token), None);
        }

        EraseBlocks erase = new(fixture.Database, new SiteStore(fixture.Database), sealer, fixture.Clock);
        Assert.Equal(0, await erase.ByAddressAsync("bea@nowhere.example", null, None));
        Assert.Equal(1, await erase.ByAddressAsync("Ana@Nowhere.example", other.Id, None));
        Assert.Equal("somebody", (await Blocks.FindAsync(site.Id, blocks[0].BlockId, None))!.Shown);
        Assert.Equal(2, await erase.ByAddressAsync("Ana@Nowhere.example", null, None));
        Assert.Null((await Blocks.FindAsync(site.Id, blocks[0].BlockId, None))!.Shown);
    }

    private BlockStore Blocks => new(fixture.Database);

    private static Block Block(SiteId site, BlockKind kind, byte[] hash, string shown = "somebody") => new()
    {
        BlockId = Some.Id(),
        Site = site,
        Kind = kind,
        Action = Moderation.Policies.Verdict.Flag,
        MatchHash = hash,
        Shown = shown,
        Note = shown,
        CreatedAt = StoreFixture.Start.AddDays(-1),
        CreatedBy = "moderator:1",
    };

    private async Task<Submission> PlantAsync(Page page)
    {
        Submission row = Some.Submission(page, SubmissionState.Approved) with
        {
            Body = $"A {Canary}.",
            AuthorName = Canary,
            AuthorUrl = $"https://{Canary}.example",
            EmailSealed = [1, 2, 3],
            EmailHash = Some.Hash($"{Canary} address"),
            AuthorKey = Some.Hash($"{Canary} subject"),
            NetworkHash = Some.Hash(Canary),
            BodyHash = Some.Hash($"{Canary} text"),
            ReasonsJson = $"""[{Canary}]""",
        };
        await fixture.InsertAsync(row);
        await fixture.Database.RunAsync(
            async (unit, token) =>
            {
                await new AuditStore(fixture.Database).AppendManyAsync(
                    unit,
                    [new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = row.Key.Id, Version = 1, Kind = AuditKind.Decision, Actor = "site", Note = Canary, ReasonsJson = Canary, At = StoreFixture.Start }],
                    token);
                await new LabelStore(fixture.Database).SetAsync(unit, new Label { Key = row.Key, IsViolating = true, Actor = "moderator:1", At = StoreFixture.Start }, token);
                await new DeadLetterStore(fixture.Database).AddAsync(
                    unit,
                    new DeadLetter { DeadLetterId = Some.Id(), Site = page.Site, SubmissionId = row.Key.Id, Source = "judging", Reason = "gave_up", Detail = Canary, CreatedAt = StoreFixture.Start },
                    token);
                var arguments = new { site = page.Site.Value, id = row.Key.Id.Value, text = Canary, now = StoreFixture.Start, feedbackId = Some.Id(), digest = Some.Hash(Canary) };
                await unit.ExecuteAsync("insert into training_text (site_id, submission_id, body) values (@site, @id, @text)", arguments, token);
                await unit.ExecuteAsync(
                    """
                    insert into feedback (feedback_id, site_id, key_id, door, submission_id, digest, body, category, value, weight, recorded_at)
                    values (@feedbackId, @site, @feedbackId, 'akismet', @id, @digest, @text, 'spam', 1, 0.3, @now)
                    """,
                    arguments,
                    token);

                // What was said about the text without naming a submission, and blocks by all that recognises the author.
                await unit.ExecuteAsync(
                    """
                    insert into feedback (feedback_id, site_id, key_id, door, digest, body, category, value, weight, recorded_at)
                    values (@other, @site, @other, 'perspective', @digest, @text, 'spam', 1, 0.3, @now)
                    """,
                    new { other = Some.Id(), arguments.site, digest = row.BodyHash, arguments.text, arguments.now },
                    token);
                foreach ((BlockKind kind, byte[] hash) in new[] { (BlockKind.Subject, row.AuthorKey!), (BlockKind.Email, row.EmailHash!), (BlockKind.Name, names.Hash(page.Site, Canary)) })
                {
                    await Blocks.AddAsync(unit, Block(page.Site, kind, hash, Canary), token);
                }
            },
            None);
        return row;
    }

    /// <summary>Every text column of every table that holds the word.</summary>
    private async Task<IReadOnlyList<string>> HoldersAsync()
    {
        List<string> holders = [];
        foreach (SchemaColumn column in await SchemaColumns.ReadAsync(fixture.Database))
        {
            if (!column.IsBytes)
            {
                string sql = $"select count(*) from {column.Table} where {column.Name} like @pattern";
                if (await fixture.Database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(sql, new { pattern = $"%{Canary}%" }, token), None) > 0)
                {
                    holders.Add($"{column.Table}.{column.Name}");
                }
            }
        }

        return holders;
    }
}

public sealed class ErasureOnSqlite(SqliteFixture fixture) : ErasureContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ErasureOnPostgres(PostgresFixture fixture) : ErasureContract(fixture), IClassFixture<PostgresFixture>
{
    /// <summary>Tables that hold nothing of an author, each with the reason. A new table has to be here or in <see cref="ErasedData"/>.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["site"] = "settings",
        ["site_origin"] = "settings",
        ["api_key"] = "hashes of keys",
        ["identity_key"] = "keys of websites",
        ["page"] = "the website's own pages",
        ["page_url"] = "the website's own pages",
        ["policy"] = "settings",
        ["word_list"] = "an editor's words",
        ["seen_domain"] = "domains of public links",
        ["model"] = "weights and cards",
        ["champion"] = "hashes of models",
        ["promotion"] = "hashes of models",
        ["installation"] = "fingerprint",
        ["searchable"] = "the words that are searched; a trigger takes them out in the transaction that changes or erases a text",
        ["search_cursor"] = "a position",
        ["outbox_event"] = "neither author nor text by contract",
        ["outbox_claim"] = "one name",
        ["moderator"] = "people of the house",
        ["moderator_site"] = "people of the house",
        ["moderator_recovery"] = "people of the house",
        ["moderator_external"] = "people of the house",
        ["console_session"] = "people of the house",
        ["score_scale"] = "figures",
        ["bulk_decision"] = "what a moderator did",
        ["bulk_item"] = "ids",
        ["label_hold"] = "counts",
        ["training_set"] = "ids and hashes",
        ["training_run"] = "counts",
        ["shadow"] = "hashes of models",
        ["shadow_count"] = "counts",
        ["shadow_difference"] = "codes",
        ["blind_day"] = "counts",
        ["key_usage"] = "counts by key and host",
        ["retention_run"] = "counts",
        ["alert"] = "what was told, without a word of anybody",
        ["alert_delivery"] = "who was told, by mail or webhook",
        ["alert_target"] = "where the house is told",
    };

    /// <summary>The words and bytes of the tables that erasing reaches. A new column has to be thought of there and then named here.</summary>
    private static readonly Dictionary<string, string> Reached = new()
    {
        ["submission"] = "author_key author_name author_url body body_hash content_hash email_hash email_sealed model_version network_block network_hash reasons site_id source state verdict",
        ["audit_entry"] = "actor decision from_state kind model_version note reason reasons scores site_id to_state verdict",
        ["dead_letter"] = "detail payload_sealed reason site_id source",
        ["review_claim"] = "site_id",
        ["report"] = "network_hash note outcome reason reporter_hash site_id",
        ["blind_item"] = "answer answered_by day model_version part reason site_id",
        ["campaign_member"] = "site_id",
        ["campaign"] = "domain kind site_id sketch",
        ["campaign_turn"] = "site_id",
        ["label"] = "actor reason site_id source",
        ["training_text"] = "body site_id",
        ["feedback"] = "body category confirmed_by digest door site_id",
        ["block"] = "action created_by kind match_hash network_sealed note shown site_id",
    };

    [Fact]
    public async Task Every_column_that_could_hold_words_of_an_author_is_erased_or_known_not_to()
    {
        IReadOnlyList<SchemaColumn> columns = await SchemaColumns.ReadAsync(store.Database);
        Assert.Equal(ErasedData.Tables.Order(), Reached.Keys.Order());
        Dictionary<string, string> actual = columns.Where(column => !Elsewhere.ContainsKey(column.Table)).GroupBy(column => column.Table)
            .ToDictionary(table => table.Key, table => string.Join(' ', table.Select(column => column.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(Reached.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_sealed_column_is_renewed_when_keys_rotate()
    {
        KeyRing ring = SomeKeyRing.New();
        using System.Security.Cryptography.RandomNumberGenerator random = System.Security.Cryptography.RandomNumberGenerator.Create();
        IEnumerable<string> sealedColumns = (await SchemaColumns.ReadAsync(store.Database)).Where(column => column.Name.EndsWith("_sealed", StringComparison.Ordinal)).Select(column => $"{column.Table}.{column.Name}");
        Assert.Equal(sealedColumns.Order(), new Moderation.Rotation.RenewSeals(store.Database, new EmailSealer(ring, random), ring).Columns.Order());
    }

    private readonly PostgresFixture store = fixture;
}
