using System.Globalization;
using Moderation.Models;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary>Finds the model and the site that a command names.</summary>
internal static class RegisteredModel
{
    private const int MaxModels = 100_000;

    /// <summary>A model by its number, its hash or the beginning of its hash. Throws a sentence when it is none, or not one alone.</summary>
    public static async Task<ChallengerRow> FindAsync(StoreSession session, string given, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChallengerRow> all = await session.Get<ChallengerStore>().ListAsync(null, MaxModels, cancellationToken).ConfigureAwait(false);
        ChallengerRow[] meant = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && all.Any(model => model.Number == number)
            ? [.. all.Where(model => model.Number == number)]
            : [.. all.Where(model => given.Length >= 4 && model.Sha256.StartsWith(given, StringComparison.OrdinalIgnoreCase))];
        return meant switch
        {
            [var one] => one,
            [] => throw new CommandFailedException($"There is no model '{given}'. 'moderation models list' shows their numbers and hashes."),
            _ => throw new CommandFailedException($"'{given}' is the beginning of several hashes. Write more of it."),
        };
    }

    /// <summary>The site of an option; null when it is left out.</summary>
    public static async Task<SiteId?> SiteAsync(StoreSession session, string? given, CancellationToken cancellationToken) =>
        given is null ? null : (await session.SiteAsync(given, cancellationToken).ConfigureAwait(false)).Id;

    /// <summary>Writes how it ended, and returns what the process returns.</summary>
    public static async Task<int> WriteAsync(PromotionResult result, string? site, bool asJson)
    {
        string outcome = result.Outcome == PromotionOutcome.RefusedByGate ? "refused" : result.Outcome is PromotionOutcome.Done or PromotionOutcome.AlreadySo ? "done" : "failed";
        if (asJson)
        {
            Output.WriteJson(new { outcome, reason = Moderation.Storage.EnumText.ToText(result.Outcome), site, modelVersion = result.Champion, messages = result.Sentences });
        }

        TextWriter output = outcome == "done" && !asJson ? Console.Out : Console.Error;
        if (outcome == "refused")
        {
            await output.WriteLineAsync("The gate refuses:").ConfigureAwait(false);
        }

        foreach (string sentence in result.Sentences)
        {
            await output.WriteLineAsync(outcome == "refused" ? $"  {sentence}" : sentence).ConfigureAwait(false);
        }

        if (outcome == "refused")
        {
            await output.WriteLineAsync("To promote it all the same: --override \"why\". The reason is kept in the audit trail.").ConfigureAwait(false);
        }

        return result.Outcome switch
        {
            PromotionOutcome.Done or PromotionOutcome.AlreadySo => ExitCode.Done,
            PromotionOutcome.RefusedByGate => ExitCode.RefusedByGate,
            PromotionOutcome.Invalid => ExitCode.Usage,
            PromotionOutcome.Unknown or PromotionOutcome.Damaged or PromotionOutcome.Stale => ExitCode.Failed,
        };
    }
}
