using Moderation.Accounts;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The names behind the actors of the audit trail, read again when they are older than a few seconds.</summary>
internal sealed class People(ModeratorStore moderators, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private (long ReadAt, IReadOnlyDictionary<string, string> Names)? known;

    /// <summary>By actor, what colleagues call each person.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && clock.GetElapsedTime(fresh.ReadAt) < Freshness)
        {
            return fresh.Names;
        }

        long now = clock.GetTimestamp();
        Dictionary<string, string> names = (await moderators.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(moderator => moderator.Actor, moderator => moderator.DisplayName);
        known = (now, names);
        return names;
    }

    /// <summary>Who an actor is, in words.</summary>
    public async Task<string> NameAsync(string actor, CancellationToken cancellationToken) => NameOf(actor, await NamesAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Who an actor is, in words.</summary>
    public static string NameOf(string actor, IReadOnlyDictionary<string, string> names) =>
        names.TryGetValue(actor, out string? name) ? name
        : actor.StartsWith("policy:", StringComparison.Ordinal) ? "the policy"
        : actor.StartsWith("moderator:", StringComparison.Ordinal) ? "a former moderator"
        : actor == "site" || actor.StartsWith("site:", StringComparison.Ordinal) ? "the website"
        : actor == "author" ? "the author"
        : actor == "system" ? "the service"
        : "an operator";
}
