using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>Frozen training sets.</summary>
internal sealed class TrainingSetStore(Database database)
{
    private const string AddSql = """
        insert into training_set (set_id, site_id, sha256, manifest, items, created_at, created_by)
        values (@SetId, @site, @Sha256, @manifest, @items, @CreatedAt, @CreatedBy)
        """;

    public Task AddAsync(TrainingSet set, CancellationToken cancellationToken)
    {
        var arguments = new { set.SetId, site = set.Site.Value, set.Sha256, manifest = set.Manifest.ToJson(), items = TrainingItems.Write(set.Items).Bytes, set.CreatedAt, set.CreatedBy };
        return database.RunAsync((unit, token) => unit.ExecuteAsync(AddSql, arguments, token), cancellationToken);
    }

    private const string FindSql = """
        select set_id, site_id, sha256, manifest, items, created_at, created_by
        from training_set
        where set_id = @setId
        """;

    /// <summary>Null when there is none. Throws <see cref="InvalidDataException"/> when its items are not those of its name.</summary>
    public async Task<TrainingSet?> FindAsync(Guid setId, CancellationToken cancellationToken) =>
        (await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<Row>(FindSql, new { setId }, token), cancellationToken).ConfigureAwait(false))?.ToSet();

    private const string LastSql = """
        select created_at
        from training_set
        where site_id = @site
        order by created_at desc
        limit 1
        """;

    /// <summary>When the last set of a site was frozen; null when none was.</summary>
    public async Task<DateTimeOffset?> LastAtAsync(SiteId site, CancellationToken cancellationToken) =>
        (await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<LastRow>(LastSql, new { site = site.Value }, token), cancellationToken).ConfigureAwait(false))?.CreatedAt;

    private sealed record LastRow
    {
        public DateTimeOffset CreatedAt { get; init; }
    }

    private sealed record Row
    {
        public Guid SetId { get; init; }

        public required string SiteId { get; init; }

        public required string Sha256 { get; init; }

        public required string Manifest { get; init; }

        public required byte[] Items { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        public TrainingSet ToSet() => new()
        {
            SetId = SetId,
            Site = Sites.SiteId.Parse(SiteId),
            Sha256 = Sha256,
            Manifest = TrainingManifest.FromJson(Manifest),
            Items = TrainingItems.Read(Items, Sha256),
            CreatedAt = CreatedAt,
            CreatedBy = CreatedBy,
        };
    }
}
