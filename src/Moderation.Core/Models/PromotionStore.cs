using Moderation.Storage;

namespace Moderation.Models;

/// <summary>
/// The champions and, for each scope, the stack of promotions behind them. Every write says which champion it found, so that of two who promote at once one does.
/// </summary>
internal sealed class PromotionStore(Database database)
{
    /// <summary>So many champions of a scope keep their artefacts, the one that decides among them: one can step back to any of them.</summary>
    public const int Kept = 5;

    /// <summary>So many of a site's newest models keep their artefacts although they never were champion.</summary>
    public const int ChallengersKept = 10;

    private const string ChampionsSql = """
        select champion.scope, champion.sha256, champion.previous_sha256, coalesce(model.site_id, '') = champion.scope and champion.scope <> '' as is_site_model
        from champion
        join model on model.sha256 = champion.sha256
        order by champion.scope
        limit 10000
        """;

    /// <summary>Every champion: at most one more than there are sites.</summary>
    public Task<IReadOnlyList<Champion>> ListChampionsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Champion>>(async (unit, token) => await unit.QueryAsync<Champion>(ChampionsSql, null, token).ConfigureAwait(false), cancellationToken);

    private const string FirstSql = """
        insert into champion (scope, sha256, previous_sha256, promoted_at, promoted_by)
        values (@Scope, @Sha256, null, @PromotedAt, @PromotedBy)
        on conflict (scope) do nothing
        """;

    private const string NextSql = """
        update champion
        set sha256 = @Sha256, previous_sha256 = @expected, promoted_at = @PromotedAt, promoted_by = @PromotedBy
        where scope = @Scope and sha256 = @expected
        """;

    private const string PushSql = """
        insert into promotion (scope, number, sha256, gate, reason, promoted_at, promoted_by, rescored_at)
        select @Scope, coalesce(max(number), 0) + 1, @Sha256, @gate, @Reason, @PromotedAt, @PromotedBy, @rescoredAt
        from promotion
        where scope = @Scope
        """;

    /// <summary>
    /// Makes a registered model champion of a scope whose champion is <paramref name="expected"/> (null: none). False when it is another one by now; then nothing changed.
    /// The number is drawn here, whatever <paramref name="promotion"/> says.
    /// </summary>
    public static async Task<bool> PushAsync(Unit unit, Promotion promotion, string? expected, CancellationToken cancellationToken)
    {
        // The champion's row first: whoever changes it keeps it to the commit, so that numbers are drawn one after the other.
        var arguments = new
        {
            promotion.Scope,
            promotion.Sha256,
            gate = promotion.Gate.ToText(),
            promotion.Reason,
            promotion.PromotedAt,
            promotion.PromotedBy,
            expected,
            rescoredAt = expected is null && promotion.Scope.Length == 0 ? promotion.PromotedAt : (DateTimeOffset?)null,
        };
        if (await unit.ExecuteAsync(expected is null ? FirstSql : NextSql, arguments, cancellationToken).ConfigureAwait(false) != 1)
        {
            return false;
        }

        await unit.ExecuteAsync(PushSql, arguments, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private const string BackSql = """
        update champion
        set sha256 = @to, previous_sha256 = @below, promoted_at = @promotedAt, promoted_by = @promotedBy
        where scope = @scope and sha256 = @from
        """;

    private const string NoMoreSql = """
        delete from champion
        where scope = @scope and sha256 = @from
        """;

    private const string TakeBackSql = """
        update promotion
        set rolled_back_at = @at, rolled_back_by = @actor, rescored_at = coalesce(rescored_at, @at)
        where scope = @scope and number = @number and rolled_back_at is null
        """;

    private const string ScoreAgainSql = """
        update promotion
        set rescored_at = null, rescoring_until = null
        where scope = @scope and number = @number
        """;

    private const string ScoreByAllSql = """
        update promotion
        set rescored_at = null, rescoring_until = null
        where scope = @scope and number = (select max(standing.number) from promotion standing where standing.scope = @scope and standing.rolled_back_at is null)
        """;

    /// <summary>
    /// Takes the newest standing promotion of <paramref name="stack"/> back (newest first, at least one) and makes the one below it champion; with none below, the scope has
    /// no champion of its own any more. False when the champion is another one by now.
    /// </summary>
    public static async Task<bool> PopAsync(Unit unit, IReadOnlyList<Promotion> stack, string actor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Promotion top = stack[0];
        Promotion? below = stack.Count > 1 ? stack[1] : null;
        var arguments = new
        {
            scope = top.Scope,
            from = top.Sha256,
            to = below?.Sha256,
            below = stack.Count > 2 ? stack[2].Sha256 : null,
            promotedAt = at,
            promotedBy = actor,
        };
        if (await unit.ExecuteAsync(below is null ? NoMoreSql : BackSql, arguments, cancellationToken).ConfigureAwait(false) != 1)
        {
            return false;
        }

        await unit.ExecuteAsync(TakeBackSql, new { scope = top.Scope, number = top.Number, at, actor }, cancellationToken).ConfigureAwait(false);
        await (below is not null
            ? unit.ExecuteAsync(ScoreAgainSql, new { scope = below.Scope, number = below.Number }, cancellationToken)
            : unit.ExecuteAsync(ScoreByAllSql, new { scope = ModelHost.EverySite }, cancellationToken)).ConfigureAwait(false);

        return true;
    }

    private const string ListSql = """
        select scope, number, sha256, gate, reason, promoted_at, promoted_by, rolled_back_at, rolled_back_by
        from promotion
        where scope = @scope
        order by number desc
        limit @limit
        """;

    /// <summary>The promotions of a scope, newest first, also those that were taken back.</summary>
    public Task<IReadOnlyList<Promotion>> ListAsync(string scope, int limit, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => QueryAsync(unit, ListSql, scope, limit, token), cancellationToken);

    private const string StandingSql = """
        select scope, number, sha256, gate, reason, promoted_at, promoted_by, rolled_back_at, rolled_back_by
        from promotion
        where scope = @scope and rolled_back_at is null
        order by number desc
        limit @limit
        """;

    /// <summary>The promotions of a scope that stand, newest first: the champion, and what one can step back to.</summary>
    public static Task<IReadOnlyList<Promotion>> StandingAsync(Unit unit, string scope, CancellationToken cancellationToken) => QueryAsync(unit, StandingSql, scope, Kept, cancellationToken);

    private const string ClaimRescoringSql = """
        update promotion
        set rescoring_until = @until
        where rescored_at is null and rolled_back_at is null and (rescoring_until is null or rescoring_until < @now)
          and exists (select 1 from champion where champion.scope = promotion.scope and champion.sha256 = promotion.sha256)
        returning scope, number, sha256, gate, reason, promoted_at, promoted_by, rolled_back_at, rolled_back_by
        """;

    /// <summary>Takes, for some time, the promotions after which what waits for people was not scored again yet. Of several processes one gets them.</summary>
    public Task<IReadOnlyList<Promotion>> ClaimRescoringAsync(DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<Promotion>>(
        async (unit, token) => [.. (await unit.QueryAsync<Row>(ClaimRescoringSql, new { now, until = now + lease }, token).ConfigureAwait(false)).Select(row => row.ToPromotion())], cancellationToken);

    private const string RescoredSql = """
        update promotion
        set rescored_at = @at
        where scope = @Scope and number <= @Number and rescored_at is null
        """;

    /// <summary>What waits was scored again after this promotion, and with it after those before.</summary>
    public Task RescoredAsync(Promotion promotion, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(RescoredSql, new { promotion.Scope, promotion.Number, at }, token), cancellationToken);

    private const string PruneSql = """
        update model
        set artefact = @nothing
        where length(artefact) > 0
          and (exists (select 1 from promotion where promotion.sha256 = model.sha256)
            or (select count(*) from model later where later.site_id = model.site_id and later.number > model.number) >= @challengers)
          and not exists (select 1 from champion where champion.sha256 = model.sha256)
          and not exists (select 1 from shadow where shadow.sha256 = model.sha256 and shadow.stopped_at is null)
          and not exists (
            select 1
            from promotion placed
            where placed.sha256 = model.sha256
              and ((select count(*) from promotion later where later.scope = placed.scope and later.number > placed.number) < @kept
                or (placed.rolled_back_at is null
                  and (select count(*) from promotion later where later.scope = placed.scope and later.number > placed.number and later.rolled_back_at is null) < @kept)))
        """;

    /// <summary>Lets go of the artefacts of champions of long ago, and of old challengers that nobody promoted. What they are called, their cards and the receipts that name them stay.</summary>
    public static Task PruneAsync(Unit unit, CancellationToken cancellationToken) => unit.ExecuteAsync(PruneSql, new { nothing = Array.Empty<byte>(), kept = Kept, challengers = ChallengersKept }, cancellationToken);

    private static async Task<IReadOnlyList<Promotion>> QueryAsync(Unit unit, string sql, string scope, int limit, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<Row>(sql, new { scope, limit }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToPromotion())];

    private sealed record Row
    {
        public required string Scope { get; init; }

        public int Number { get; init; }

        public required string Sha256 { get; init; }

        public required string Gate { get; init; }

        public string? Reason { get; init; }

        public DateTimeOffset PromotedAt { get; init; }

        public required string PromotedBy { get; init; }

        public DateTimeOffset? RolledBackAt { get; init; }

        public string? RolledBackBy { get; init; }

        public Promotion ToPromotion() => new()
        {
            Scope = Scope,
            Number = Number,
            Sha256 = Sha256,
            Gate = EnumText.Parse<PromotionGate>(Gate),
            Reason = Reason,
            PromotedAt = PromotedAt,
            PromotedBy = PromotedBy,
            RolledBackAt = RolledBackAt,
            RolledBackBy = RolledBackBy,
        };
    }
}
