using System.Globalization;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>Writes a new version of a site's policy, with a line in the audit trail that says what is different.</summary>
internal sealed class ChangePolicy(Database database, PolicyStore policies, AuditStore audit, TimeProvider clock)
{
    private const int MaxNoteChars = 1_000;

    /// <summary>False when somebody else wrote a version since <paramref name="before"/> was read; then nothing changed.</summary>
    /// <param name="site">The site.</param>
    /// <param name="before">The policy that its writer saw, with its version.</param>
    /// <param name="policy">A sound policy.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    public Task<bool> HandleAsync(SiteId site, SitePolicy before, Policy policy, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (!await policies.AddVersionAsync(unit, site, PolicyJson.Write(policy), before.Version, actor, token).ConfigureAwait(false))
            {
                return false;
            }

            string changes = string.Join("; ", PolicyDiff.Of(before.Policy, policy).Select(change => $"{change.Path}: {change.Before ?? "the model's"} to {change.After ?? "the model's"}"));
            string note = string.Create(CultureInfo.InvariantCulture, $"version {before.Version + 1}: {(changes.Length == 0 ? "the same again" : changes)}");
            await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "policy_changed", null, note.Length > MaxNoteChars ? note[..MaxNoteChars] : note, clock.UtcNowMicros())], token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
