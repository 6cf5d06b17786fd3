using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>How a trained model comes into the registry: with the set it learnt from, the report of its evaluation, and what the gate says of it.</summary>
internal sealed class ChallengerStore(Database database)
{
    private const string AddSql = """
        insert into model (sha256, number, artefact, card, created_at, created_by, site_id, set_id, report, gate, gate_passed)
        select @Sha256, coalesce((select max(number) from model), 0) + 1, @Artefact, @Card, @now, @Actor, @site, @SetId, @Report, @Gate, @GatePassed
        where not exists (select 1 from model where sha256 = @Sha256)
        """;

    private const string RenewSql = """
        update model
        set artefact = @Artefact, report = @Report, gate = @Gate, gate_passed = @GatePassed
        where sha256 = @Sha256 and site_id is not distinct from @site
        """;

    private const string NumberSql = """
        select number
        from model
        where sha256 = @sha256
        """;

    /// <summary>Registers a challenger and returns its number. One that is there already gets the new report: the champion it was compared with may be another by now.</summary>
    public Task<int> AddAsync(NewChallenger challenger, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            challenger.Sha256,
            challenger.Artefact,
            challenger.Card,
            challenger.Actor,
            challenger.SetId,
            challenger.Report,
            challenger.Gate,
            challenger.GatePassed,
            site = challenger.Site?.Value,
            now = database.Clock.UtcNowMicros(),
        };
        return database.RunAsync(
            async (unit, token) =>
            {
                if (await unit.ExecuteAsync(AddSql, arguments, token).ConfigureAwait(false) == 0)
                {
                    await unit.ExecuteAsync(RenewSql, arguments, token).ConfigureAwait(false);
                }

                return await unit.QuerySingleOrDefaultAsync<int>(NumberSql, new { sha256 = challenger.Sha256 }, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private const string FindSql = """
        select sha256, number, card, created_at, created_by, site_id, set_id, report, gate, gate_passed
        from model
        where sha256 = @sha256
        """;

    /// <summary>A model version with its report; null when it is not registered.</summary>
    public Task<ChallengerRow?> FindAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<ChallengerRow>(FindSql, new { sha256 }, token), cancellationToken);

    private const string FindByNumberSql = """
        select sha256, number, card, created_at, created_by, site_id, set_id, report, gate, gate_passed
        from model
        where number = @number
        """;

    /// <summary>The model version of a number; null when there is none.</summary>
    public Task<ChallengerRow?> FindByNumberAsync(int number, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<ChallengerRow>(FindByNumberSql, new { number }, token), cancellationToken);

    private const string ListGeneralSql = """
        select sha256, number, card, created_at, created_by, site_id, set_id, report, gate, gate_passed
        from model
        where site_id is null and length(artefact) > 0
        order by number desc
        limit @limit
        """;

    /// <summary>The newest model versions that are meant for every site and whose artefacts are kept, newest first.</summary>
    public Task<IReadOnlyList<ChallengerRow>> ListGeneralAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ChallengerRow>>(
        async (unit, token) => await unit.QueryAsync<ChallengerRow>(ListGeneralSql, new { limit }, token).ConfigureAwait(false), cancellationToken);

    private const string ListSql = """
        select sha256, number, card, created_at, created_by, site_id, set_id, report, gate, gate_passed
        from model
        where @everySite or site_id is null or site_id = @site
        order by number desc
        limit @limit
        """;

    /// <summary>The newest model versions that a site could use, newest first; those of every site when none is named.</summary>
    public Task<IReadOnlyList<ChallengerRow>> ListAsync(SiteId? site, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ChallengerRow>>(
        async (unit, token) => await unit.QueryAsync<ChallengerRow>(ListSql, new { everySite = site is null, site = site?.Value ?? "", limit }, token).ConfigureAwait(false), cancellationToken);
}

/// <summary>A trained model on its way into the registry.</summary>
internal sealed record NewChallenger
{
    public required byte[] Artefact { get; init; }

    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required string Card { get; init; }

    /// <summary>The site whose labels it learnt from; null for a model that is meant for every site.</summary>
    public SiteId? Site { get; init; }

    /// <summary>The training set; null when it was trained from files.</summary>
    public Guid? SetId { get; init; }

    /// <summary>The evaluation on the held-out part as JSON.</summary>
    public string? Report { get; init; }

    /// <summary>The <see cref="Scoring.Evaluation.GateReport"/> as JSON.</summary>
    public string? Gate { get; init; }

    public bool? GatePassed { get; init; }

    public required string Actor { get; init; }
}

/// <summary>A model version with what is known about it, without its artefact.</summary>
internal sealed record ChallengerRow
{
    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required int Number { get; init; }

    public required string Card { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The site it was trained for; null when it is meant for every site.</summary>
    public string? SiteId { get; init; }

    public Guid? SetId { get; init; }

    public string? Report { get; init; }

    public string? Gate { get; init; }

    /// <summary>Null when it never went through the gate: base models and models from files.</summary>
    public bool? GatePassed { get; init; }
}
