using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Accounts;

/// <summary>People with a console account, the sites they may see and what proves who they are.</summary>
internal sealed class ModeratorStore(Database database)
{
    private const string Columns = """
        moderator_id, name, display_name, role, password_hash, totp_sealed, totp_confirmed, totp_last_step, failed_tries, locked_until, must_change_password, disabled_at,
        preferences, created_at
        """;

    private const string AddSql = """
        insert into moderator (moderator_id, name, display_name, role, password_hash, must_change_password, created_at, created_by)
        values (@ModeratorId, @Name, @DisplayName, @role, @passwordHash, @MustChangePassword, @CreatedAt, @actor)
        on conflict do nothing
        """;

    /// <summary>False when the name is taken; then nothing is changed.</summary>
    public async Task<bool> AddAsync(Unit unit, Moderator moderator, string? passwordHash, string actor, CancellationToken cancellationToken)
    {
        var row = new { moderator.ModeratorId, moderator.Name, moderator.DisplayName, role = moderator.Role.ToText(), passwordHash, moderator.MustChangePassword, moderator.CreatedAt, actor };
        if (await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await SetSitesAsync(unit, moderator.ModeratorId, moderator.Sites, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private const string ForgetSitesSql = """
        delete from moderator_site
        where moderator_id = @moderatorId
        """;

    private const string AddSiteSql = """
        insert into moderator_site (moderator_id, site_id)
        values (@moderatorId, @site)
        on conflict do nothing
        """;

    /// <summary>The sites a person may see from now on.</summary>
    public async Task SetSitesAsync(Unit unit, Guid moderatorId, IReadOnlyList<SiteId> sites, CancellationToken cancellationToken)
    {
        await unit.ExecuteAsync(ForgetSitesSql, new { moderatorId }, cancellationToken).ConfigureAwait(false);
        foreach (SiteId site in sites)
        {
            await unit.ExecuteAsync(AddSiteSql, new { moderatorId, site = site.Value }, cancellationToken).ConfigureAwait(false);
        }
    }

    private const string FindByNameSql = $"""
        select {Columns}
        from moderator
        where name = @name
        """;

    /// <summary>Null when nobody has this name.</summary>
    public Task<ModeratorWithCredentials?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => OneAsync(unit, FindByNameSql, new { name }, token), cancellationToken);

    private const string FindSql = $"""
        select {Columns}
        from moderator
        where moderator_id = @moderatorId
        """;

    /// <summary>Null when there is no such person.</summary>
    public Task<ModeratorWithCredentials?> FindAsync(Guid moderatorId, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => FindAsync(unit, moderatorId, token), cancellationToken);

    /// <inheritdoc cref="FindAsync(Guid, CancellationToken)"/>
    public Task<ModeratorWithCredentials?> FindAsync(Unit unit, Guid moderatorId, CancellationToken cancellationToken) => OneAsync(unit, FindSql, new { moderatorId }, cancellationToken);

    private const string FindByExternalSql = """
        select moderator_id
        from moderator_external
        where issuer = @issuer and subject = @subject
        """;

    /// <summary>The person who signs in elsewhere as this subject; null when nobody is linked to it.</summary>
    public Task<ModeratorWithCredentials?> FindByExternalAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (unit, token) => await unit.QuerySingleOrDefaultAsync<Guid?>(FindByExternalSql, new { issuer, subject }, token).ConfigureAwait(false) is { } moderatorId
                ? await FindAsync(unit, moderatorId, token).ConfigureAwait(false)
                : null,
            cancellationToken);

    private const string LinkExternalSql = """
        insert into moderator_external (issuer, subject, moderator_id)
        values (@issuer, @subject, @moderatorId)
        on conflict do nothing
        """;

    /// <summary>From now on this subject is this person. False when it is somebody already.</summary>
    public async Task<bool> LinkExternalAsync(Unit unit, string issuer, string subject, Guid moderatorId, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(LinkExternalSql, new { issuer, subject, moderatorId }, cancellationToken).ConfigureAwait(false) == 1;

    private const string ListSql = $"""
        select {Columns}
        from moderator
        order by name
        limit 1000
        """;

    private const string AllSitesSql = """
        select moderator_id, site_id
        from moderator_site
        order by moderator_id, site_id
        limit 100000
        """;

    /// <summary>Everybody, also who is disabled, by name.</summary>
    public Task<IReadOnlyList<Moderator>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Moderator>>(
            async (unit, token) =>
            {
                List<ModeratorRow> rows = await unit.QueryAsync<ModeratorRow>(ListSql, null, token).ConfigureAwait(false);
                ILookup<Guid, string> sites = (await unit.QueryAsync<SiteRow>(AllSitesSql, null, token).ConfigureAwait(false)).ToLookup(row => row.ModeratorId, row => row.SiteId);
                return [.. rows.Select(row => row.ToModerator(sites[row.ModeratorId]).Moderator)];
            },
            cancellationToken);

    private const string CountAdminsSql = """
        select count(*)
        from moderator
        where role = 'admin' and disabled_at is null
        """;

    /// <summary>How many admins can sign in.</summary>
    public async Task<long> CountAdminsAsync(Unit unit, CancellationToken cancellationToken) => await unit.QuerySingleOrDefaultAsync<long>(CountAdminsSql, null, cancellationToken).ConfigureAwait(false);

    private const string SetFailuresSql = """
        update moderator
        set failed_tries = @failedTries, locked_until = @lockedUntil
        where moderator_id = @moderatorId
        """;

    /// <summary>Remembers wrong tries, or forgets them.</summary>
    public Task SetFailuresAsync(Unit unit, Guid moderatorId, int failedTries, DateTimeOffset? lockedUntil, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(SetFailuresSql, new { moderatorId, failedTries, lockedUntil }, cancellationToken);

    private const string UseStepSql = """
        update moderator
        set totp_last_step = @step, totp_confirmed = true
        where moderator_id = @moderatorId and totp_sealed is not null and totp_last_step < @step
        """;

    /// <summary>Uses up a time step and, the first time, confirms the second factor. False when it was used before.</summary>
    public async Task<bool> UseStepAsync(Unit unit, Guid moderatorId, long step, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(UseStepSql, new { moderatorId, step }, cancellationToken).ConfigureAwait(false) == 1;

    private const string SetSecondFactorSql = """
        update moderator
        set totp_sealed = @totpSealed, totp_confirmed = false, totp_last_step = 0
        where moderator_id = @moderatorId
        """;

    private const string ForgetRecoverySql = """
        delete from moderator_recovery
        where moderator_id = @moderatorId
        """;

    /// <summary>Begins a second factor anew, or takes it away (null). Recovery codes of the old one count no more.</summary>
    public async Task SetSecondFactorAsync(Unit unit, Guid moderatorId, byte[]? totpSealed, CancellationToken cancellationToken)
    {
        await unit.ExecuteAsync(SetSecondFactorSql, new { moderatorId, totpSealed }, cancellationToken).ConfigureAwait(false);
        await unit.ExecuteAsync(ForgetRecoverySql, new { moderatorId }, cancellationToken).ConfigureAwait(false);
    }

    private const string AddRecoverySql = """
        insert into moderator_recovery (moderator_id, code_hash)
        values (@moderatorId, @hash)
        on conflict do nothing
        """;

    /// <summary>Puts new recovery codes in place of the old.</summary>
    public async Task SetRecoveryCodesAsync(Unit unit, Guid moderatorId, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken)
    {
        await unit.ExecuteAsync(ForgetRecoverySql, new { moderatorId }, cancellationToken).ConfigureAwait(false);
        foreach (byte[] hash in hashes)
        {
            await unit.ExecuteAsync(AddRecoverySql, new { moderatorId, hash }, cancellationToken).ConfigureAwait(false);
        }
    }

    private const string UseRecoverySql = """
        delete from moderator_recovery
        where moderator_id = @moderatorId and code_hash = @hash
        """;

    /// <summary>Uses up a recovery code. False when it is none, or was used before.</summary>
    public async Task<bool> UseRecoveryCodeAsync(Unit unit, Guid moderatorId, byte[] hash, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(UseRecoverySql, new { moderatorId, hash }, cancellationToken).ConfigureAwait(false) == 1;

    private const string SetPasswordSql = """
        update moderator
        set password_hash = @passwordHash, must_change_password = @mustChange, failed_tries = 0, locked_until = null
        where moderator_id = @moderatorId
        """;

    /// <summary>A new password; what was counted against the old one is forgotten.</summary>
    public Task SetPasswordAsync(Unit unit, Guid moderatorId, string passwordHash, bool mustChange, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(SetPasswordSql, new { moderatorId, passwordHash, mustChange }, cancellationToken);

    private const string SetStandingSql = """
        update moderator
        set role = @role, disabled_at = @disabledAt
        where moderator_id = @moderatorId
        """;

    /// <summary>The role, and whether the person can sign in.</summary>
    public Task SetStandingAsync(Unit unit, Guid moderatorId, ModeratorRole role, DateTimeOffset? disabledAt, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(SetStandingSql, new { moderatorId, role = role.ToText(), disabledAt }, cancellationToken);

    private const string SetPreferencesSql = """
        update moderator
        set preferences = @preferences
        where moderator_id = @moderatorId
        """;

    /// <summary>How the console shows itself to this person.</summary>
    public Task SetPreferencesAsync(Guid moderatorId, string? preferences, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(SetPreferencesSql, new { moderatorId, preferences }, token), cancellationToken);

    private const string SitesSql = """
        select moderator_id, site_id
        from moderator_site
        where moderator_id = @moderatorId
        order by site_id
        limit 1000
        """;

    private static async Task<ModeratorWithCredentials?> OneAsync(Unit unit, string sql, object arguments, CancellationToken cancellationToken)
    {
        if (await unit.QuerySingleOrDefaultAsync<ModeratorRow>(sql, arguments, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        List<SiteRow> sites = await unit.QueryAsync<SiteRow>(SitesSql, new { moderatorId = row.ModeratorId }, cancellationToken).ConfigureAwait(false);
        return row.ToModerator(sites.Select(site => site.SiteId));
    }

    private sealed record SiteRow
    {
        public Guid ModeratorId { get; init; }

        public required string SiteId { get; init; }
    }
}
