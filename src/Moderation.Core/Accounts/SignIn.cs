using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Accounts;

/// <summary>
/// Signs people in: password, then the code of the second factor where there is one. Five wrong tries in a row lock the name for a quarter of an hour; what a locked name, an
/// unknown one and a wrong password are told is the same, and takes the same time. Every try of a known name is in the audit trail.
/// </summary>
internal sealed class SignIn(Database database, ModeratorStore moderators, Passwords passwords, SecondFactor secondFactor, Sessions sessions, AuditStore audit, TimeProvider clock)
{
    public const int TriesBeforeLock = 5;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>The first step. With a right password and no second factor it is the only one.</summary>
    public async Task<SignInResult> WithPasswordAsync(string? typedName, string? password, string device, CancellationToken cancellationToken)
    {
        ModeratorWithCredentials? found = SignInNames.TryNormalise(typedName, out string name) ? await moderators.FindByNameAsync(name, cancellationToken).ConfigureAwait(false) : null;

        // Always hashed, whoever it is: the answer takes as long for a name that nobody has.
        bool isRight = passwords.Matches(found?.Credentials.PasswordHash, password ?? "");
        if (found is null)
        {
            return SignInResult.Refused;
        }

        if (!MayTry(found) || !isRight)
        {
            return await RefuseAsync(found, isRight ? "locked" : "wrong_password", cancellationToken).ConfigureAwait(false);
        }

        return found.Moderator.HasSecondFactor
            ? new SignInResult(SignInOutcome.CodeNeeded, found.Moderator)
            : await AdmitAsync(found.Moderator, "password", device, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The second step, for somebody who passed the first: a code of the app, or a recovery code, which is used up.</summary>
    public async Task<SignInResult> WithCodeAsync(Guid moderatorId, string? typedCode, string device, CancellationToken cancellationToken)
    {
        if (await moderators.FindAsync(moderatorId, cancellationToken).ConfigureAwait(false) is not { Credentials: { TotpSealed: { } totp, IsTotpConfirmed: true } } found)
        {
            return SignInResult.Refused;
        }

        string code = (typedCode ?? "").Trim();
        if (!MayTry(found) || code.Length is 0 or > 64)
        {
            return await RefuseAsync(found, "locked", cancellationToken).ConfigureAwait(false);
        }

        long? step = secondFactor.StepOf(moderatorId, totp, code, found.Credentials.TotpLastStep, clock.GetUtcNow());
        bool isUsed = await database.RunAsync(
            (unit, token) => step is { } right
                ? moderators.UseStepAsync(unit, moderatorId, right, token)
                : moderators.UseRecoveryCodeAsync(unit, moderatorId, secondFactor.HashRecoveryCode(moderatorId, code), token),
            cancellationToken).ConfigureAwait(false);
        return isUsed
            ? await AdmitAsync(found.Moderator, step is null ? "recovery_code" : "second_factor", device, cancellationToken).ConfigureAwait(false)
            : await RefuseAsync(found, "wrong_code", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For somebody whom the organisation's own sign-in vouches for: its second factor counts, and no password of ours.</summary>
    public async Task<SignInResult> WithExternalAsync(string issuer, string subject, string device, CancellationToken cancellationToken) =>
        await moderators.FindByExternalAsync(issuer, subject, cancellationToken).ConfigureAwait(false) is { Moderator.DisabledAt: null } found
            ? await AdmitAsync(found.Moderator, "openid_connect", device, cancellationToken).ConfigureAwait(false)
            : SignInResult.Refused;

    private bool MayTry(ModeratorWithCredentials found) => found.Moderator.DisabledAt is null && !(found.Credentials.LockedUntil > clock.GetUtcNow());

    private Task<SignInResult> AdmitAsync(Moderator moderator, string how, string device, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await moderators.SetFailuresAsync(unit, moderator.ModeratorId, 0, null, token).ConfigureAwait(false);
            IssuedSession session = await sessions.IssueAsync(unit, moderator.ModeratorId, device, token).ConfigureAwait(false);
            await audit.AppendManyAsync(unit, [AccountAudit.Entry(moderator.Actor, "sign_in", how, null, clock.UtcNowMicros())], token).ConfigureAwait(false);
            return new SignInResult(SignInOutcome.Done, moderator, session);
        },
        cancellationToken);

    private async Task<SignInResult> RefuseAsync(ModeratorWithCredentials found, string why, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        Guid moderatorId = found.Moderator.ModeratorId;
        await database.RunAsync(
            async (unit, token) =>
            {
                // Read again inside: tries at the same time all count.
                Credentials current = (await moderators.FindAsync(unit, moderatorId, token).ConfigureAwait(false))!.Credentials;
                int tries = current.FailedTries + 1;
                bool isLocked = current.LockedUntil > now;
                bool locks = !isLocked && tries >= TriesBeforeLock;
                await moderators.SetFailuresAsync(unit, moderatorId, locks ? 0 : isLocked ? current.FailedTries : tries, locks ? now + LockTime : current.LockedUntil, token).ConfigureAwait(false);
                await audit.AppendManyAsync(unit, [AccountAudit.Entry(found.Moderator.Actor, locks ? "sign_in_locked" : "sign_in_refused", why, null, now)], token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return SignInResult.Refused;
    }
}
