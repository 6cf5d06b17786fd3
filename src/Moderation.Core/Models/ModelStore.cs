using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>The model registry: artefacts by their hash, and which one decides. In the store, so that every process gets the same bytes.</summary>
internal sealed class ModelStore(Database database)
{
    private const string AddSql = """
        insert into model (sha256, number, artefact, card, created_at, created_by)
        select @sha256, coalesce((select max(number) from model), 0) + 1, @artefact, @card, @now, @actor
        where not exists (select 1 from model where sha256 = @sha256)
        """;

    private const string BringBackSql = """
        update model
        set artefact = @artefact
        where sha256 = @sha256 and length(artefact) = 0
        """;

    private const string NumberSql = """
        select number
        from model
        where sha256 = @sha256
        """;

    /// <summary>Registers an artefact and returns its number; one that is there already keeps its number, its card and its maker, and gets its bytes back if they were let go.</summary>
    public Task<int> AddAsync(byte[] artefact, string sha256, string card, string actor, CancellationToken cancellationToken)
    {
        // Two processes may draw the same number at once; the loser's unit is repeated and draws the next.
        var arguments = new { sha256, artefact, card, actor, now = database.Clock.UtcNowMicros() };
        return database.RunAsync(
            async (unit, token) =>
            {
                if (await unit.ExecuteAsync(AddSql, arguments, token).ConfigureAwait(false) == 0)
                {
                    await unit.ExecuteAsync(BringBackSql, arguments, token).ConfigureAwait(false);
                }

                return await unit.QuerySingleOrDefaultAsync<int>(NumberSql, new { sha256 }, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private const string LoadSql = """
        select artefact
        from model
        where sha256 = @sha256
        """;

    /// <summary>The bytes of an artefact; null when it is not registered.</summary>
    public Task<byte[]?> LoadAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<byte[]>(LoadSql, new { sha256 }, token), cancellationToken);

    private const string ListSql = """
        select sha256, number, card, created_at, created_by
        from model
        order by number desc
        limit @limit
        """;

    /// <summary>The newest model versions, newest first.</summary>
    public Task<IReadOnlyList<ModelRow>> ListAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ModelRow>>(async (unit, token) => await unit.QueryAsync<ModelRow>(ListSql, new { limit }, token).ConfigureAwait(false), cancellationToken);

    private const string ChampionSql = """
        select champion.sha256, model.number, champion.previous_sha256, champion.promoted_at, champion.promoted_by
        from champion
        join model on model.sha256 = champion.sha256
        where champion.scope = @scope
        """;

    /// <summary>The model version that decides for a scope (empty: every site); null as long as none was promoted.</summary>
    public Task<ChampionRow?> ChampionAsync(string scope, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => ChampionAsync(unit, scope, token), cancellationToken);

    /// <inheritdoc cref="ChampionAsync(string, CancellationToken)"/>
    public static Task<ChampionRow?> ChampionAsync(Unit unit, string scope, CancellationToken cancellationToken) =>
        unit.QuerySingleOrDefaultAsync<ChampionRow>(ChampionSql, new { scope }, cancellationToken);

    /// <summary>The model version that decides for a site: its own, else that of every site; null as long as none was promoted.</summary>
    public Task<ChampionRow?> DecidingAsync(SiteId site, CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) => await ChampionAsync(unit, site.Value, token).ConfigureAwait(false) ?? await ChampionAsync(unit, ModelHost.EverySite, token).ConfigureAwait(false), cancellationToken);

    /// <summary>Makes a registered model version champion without asking a gate. False when it is champion already; then nothing changed.</summary>
    public Task<bool> PromoteAsync(string scope, string sha256, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            string? current = (await ChampionAsync(unit, scope, token).ConfigureAwait(false))?.Sha256;
            Promotion promotion = new() { Scope = scope, Number = 0, Sha256 = sha256, Gate = PromotionGate.None, PromotedAt = database.Clock.UtcNowMicros(), PromotedBy = actor };
            return current != sha256 && await PromotionStore.PushAsync(unit, promotion, current, token).ConfigureAwait(false);
        },
        cancellationToken);
}
