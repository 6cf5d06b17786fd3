using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Accounts;

/// <summary>What is done to accounts, each with its line in the audit trail. An installation never loses its last admin.</summary>
internal sealed class ManageModerators(
    Database database, ModeratorStore moderators, SessionStore sessions, Passwords passwords, SecondFactor secondFactor, AuditStore audit, TimeProvider clock)
{
    /// <summary>Makes an account. Null when the name is taken.</summary>
    /// <param name="name">A name in its one form (<see cref="SignInNames"/>).</param>
    /// <param name="displayName">What colleagues see.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="sites">What they may see; every one of them exists.</param>
    /// <param name="password">Null: they sign in through the organisation's own sign-in.</param>
    /// <param name="mustChange">The password is a first one, which they replace when they sign in.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    public Task<Moderator?> AddAsync(
        string name, string displayName, ModeratorRole role, IReadOnlyList<SiteId> sites, string? password, bool mustChange, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        Moderator moderator = new()
        {
            ModeratorId = Guid.CreateVersion7(now),
            Name = name,
            DisplayName = displayName,
            Role = role,
            Sites = [.. sites.Distinct().OrderBy(site => site.Value, StringComparer.Ordinal)],
            MustChangePassword = mustChange && password is not null,
            CreatedAt = now,
        };
        string? hash = password is null ? null : passwords.Hash(password);
        return database.RunAsync(
            async (unit, token) =>
            {
                if (!await moderators.AddAsync(unit, moderator, hash, actor, token).ConfigureAwait(false))
                {
                    return null;
                }

                await LogAsync(unit, actor, "account_added", role.ToText(), moderator, token).ConfigureAwait(false);
                return (Moderator?)moderator;
            },
            cancellationToken);
    }

    /// <summary>From now on this subject of the organisation's own sign-in is this person. False when it is somebody already.</summary>
    public Task<bool> LinkExternalAsync(Moderator moderator, string issuer, string subject, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (!await moderators.LinkExternalAsync(unit, issuer, subject, moderator.ModeratorId, token).ConfigureAwait(false))
            {
                return false;
            }

            await LogAsync(unit, actor, "account_linked", null, moderator, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>A password set by somebody else: every session ends, and the person replaces it at the next sign-in.</summary>
    public Task ResetPasswordAsync(Moderator moderator, string password, bool removeSecondFactor, string actor, CancellationToken cancellationToken)
    {
        string hash = passwords.Hash(password);
        return database.RunAsync(
            async (unit, token) =>
            {
                await moderators.SetPasswordAsync(unit, moderator.ModeratorId, hash, mustChange: true, token).ConfigureAwait(false);
                if (removeSecondFactor)
                {
                    await moderators.SetSecondFactorAsync(unit, moderator.ModeratorId, null, token).ConfigureAwait(false);
                }

                await sessions.RevokeAllAsync(unit, moderator.ModeratorId, except: null, token).ConfigureAwait(false);
                await LogAsync(unit, actor, "password_reset", removeSecondFactor ? "with_second_factor" : null, moderator, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>The person's own new password: their other sessions end. False when the old one is wrong.</summary>
    public async Task<bool> ChangePasswordAsync(SignedIn signedIn, string oldPassword, string newPassword, CancellationToken cancellationToken)
    {
        Guid moderatorId = signedIn.Moderator.ModeratorId;
        string? hash = (await moderators.FindAsync(moderatorId, cancellationToken).ConfigureAwait(false))?.Credentials.PasswordHash;
        if (!passwords.Matches(hash, oldPassword))
        {
            return false;
        }

        string newHash = passwords.Hash(newPassword);
        await database.RunAsync(
            async (unit, token) =>
            {
                await moderators.SetPasswordAsync(unit, moderatorId, newHash, mustChange: false, token).ConfigureAwait(false);
                await sessions.RevokeAllAsync(unit, moderatorId, except: signedIn.Session.SessionId, token).ConfigureAwait(false);
                await LogAsync(unit, signedIn.Moderator.Actor, "password_changed", null, null, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Role, sites and whether the person can sign in. False when that would leave no admin; then nothing is changed.</summary>
    public Task<bool> SetStandingAsync(Moderator moderator, ModeratorRole role, IReadOnlyList<SiteId> sites, bool isDisabled, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset? disabledAt = isDisabled ? moderator.DisabledAt ?? clock.UtcNowMicros() : null;
            await moderators.SetStandingAsync(unit, moderator.ModeratorId, role, disabledAt, token).ConfigureAwait(false);
            if (await moderators.CountAdminsAsync(unit, token).ConfigureAwait(false) == 0)
            {
                await moderators.SetStandingAsync(unit, moderator.ModeratorId, moderator.Role, moderator.DisabledAt, token).ConfigureAwait(false);
                return false;
            }

            await moderators.SetSitesAsync(unit, moderator.ModeratorId, sites, token).ConfigureAwait(false);
            if (isDisabled)
            {
                await sessions.RevokeAllAsync(unit, moderator.ModeratorId, except: null, token).ConfigureAwait(false);
            }

            string what = isDisabled == (moderator.DisabledAt is not null) ? "account_changed" : isDisabled ? "account_disabled" : "account_enabled";
            await LogAsync(unit, actor, what, role.ToText(), moderator, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Begins a second factor; it counts once the person has shown a right code.</summary>
    public async Task<byte[]> BeginSecondFactorAsync(Moderator moderator, CancellationToken cancellationToken)
    {
        byte[] sealedSecret = secondFactor.NewSealedSecret(moderator.ModeratorId);
        await database.RunAsync((unit, token) => moderators.SetSecondFactorAsync(unit, moderator.ModeratorId, sealedSecret, token), cancellationToken).ConfigureAwait(false);
        return sealedSecret;
    }

    /// <summary>Confirms a second factor with a first right code. Returns the recovery codes, to be shown once; null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmSecondFactorAsync(SignedIn signedIn, string code, CancellationToken cancellationToken)
    {
        Guid moderatorId = signedIn.Moderator.ModeratorId;
        if (await moderators.FindAsync(moderatorId, cancellationToken).ConfigureAwait(false) is not { Credentials.TotpSealed: { } totp } found
            || secondFactor.StepOf(moderatorId, totp, code, found.Credentials.TotpLastStep, clock.GetUtcNow()) is not { } step)
        {
            return null;
        }

        IReadOnlyList<string> codes = secondFactor.NewRecoveryCodes();
        IReadOnlyList<byte[]> hashes = [.. codes.Select(recovery => secondFactor.HashRecoveryCode(moderatorId, recovery))];
        return await database.RunAsync(
            async (unit, token) =>
            {
                if (!await moderators.UseStepAsync(unit, moderatorId, step, token).ConfigureAwait(false))
                {
                    return null;
                }

                await moderators.SetRecoveryCodesAsync(unit, moderatorId, hashes, token).ConfigureAwait(false);
                await sessions.RevokeAllAsync(unit, moderatorId, except: signedIn.Session.SessionId, token).ConfigureAwait(false);
                await LogAsync(unit, signedIn.Moderator.Actor, "second_factor_on", null, null, token).ConfigureAwait(false);
                return codes;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the person's own second factor away. False when the password is wrong.</summary>
    public async Task<bool> RemoveSecondFactorAsync(Moderator moderator, string password, CancellationToken cancellationToken)
    {
        string? hash = (await moderators.FindAsync(moderator.ModeratorId, cancellationToken).ConfigureAwait(false))?.Credentials.PasswordHash;
        if (!passwords.Matches(hash, password))
        {
            return false;
        }

        await database.RunAsync(
            async (unit, token) =>
            {
                await moderators.SetSecondFactorAsync(unit, moderator.ModeratorId, null, token).ConfigureAwait(false);
                await LogAsync(unit, moderator.Actor, "second_factor_off", null, null, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends one session, or every other one of the person when none is named. Returns how many ended.</summary>
    public Task<int> EndSessionsAsync(SignedIn signedIn, Guid? sessionId, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            Guid moderatorId = signedIn.Moderator.ModeratorId;
            int ended = sessionId is { } one
                ? await sessions.RevokeAsync(unit, moderatorId, one, token).ConfigureAwait(false) ? 1 : 0
                : await sessions.RevokeAllAsync(unit, moderatorId, except: signedIn.Session.SessionId, token).ConfigureAwait(false);
            if (ended > 0)
            {
                await LogAsync(unit, signedIn.Moderator.Actor, "signed_out", sessionId == signedIn.Session.SessionId ? null : "elsewhere", null, token).ConfigureAwait(false);
            }

            return ended;
        },
        cancellationToken);

    private Task LogAsync(Unit unit, string actor, string what, string? how, Moderator? about, CancellationToken cancellationToken) =>
        audit.AppendManyAsync(unit, [AccountAudit.Entry(actor, what, how, about, clock.UtcNowMicros())], cancellationToken);
}
