using System.Globalization;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Doors.Akismet;

/// <summary>
/// What a verdict is in Akismet's two words. This door has no third answer: what waits for a person is spam to the client, or, for keys that say so, "not spam yet, ask
/// again". Pure.
/// </summary>
internal sealed record AkismetVerdict
{
    /// <summary>How long a client waits before it asks again, in seconds.</summary>
    public const int RecheckAfterSeconds = 120;

    /// <summary>Who is behind a text like this is known, and it need not be kept.</summary>
    private static readonly HashSet<string> BlatantReasons = [ReasonCodes.Campaign, ReasonCodes.Honeypot];

    public required bool IsSpam { get; init; }

    /// <summary>True when it is so blatant that the client need not keep it.</summary>
    public bool IsBlatant { get; init; }

    /// <summary>True when a person has still to decide.</summary>
    public bool IsWaiting { get; init; }

    public required Verdict Verdict { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>SHA-256 of the model; null when none was asked.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The verdict on a text that is only scored. What is kept nowhere no person will decide, so that a client that asks again would ask for ever: nothing waits.</summary>
    /// <param name="judged">What the site's policy makes of it.</param>
    /// <param name="isHoneypotFilled">True when the trap was filled: no person does that.</param>
    public static AkismetVerdict Of(JudgedText judged, bool isHoneypotFilled)
    {
        string[] reasons = [.. judged.Judgement.Codes.Concat(isHoneypotFilled ? [ReasonCodes.Honeypot] : []).Distinct()];
        Verdict verdict = isHoneypotFilled && judged.Judgement.Verdict == Verdict.Approve ? Verdict.Flag : judged.Judgement.Verdict;
        return Of(verdict, isAboutSpam: false, reasons, judged.ModelVersion, KeyOptions.None);
    }

    /// <summary>The words for a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="isAboutSpam">True when a flag is about spam.</param>
    /// <param name="reasons">All codes.</param>
    /// <param name="modelVersion">The model.</param>
    /// <param name="options">How the key's holder wants what waits for a person.</param>
    public static AkismetVerdict Of(Verdict verdict, bool isAboutSpam, IReadOnlyList<string> reasons, string? modelVersion, KeyOptions options)
    {
        bool waits = verdict == Verdict.Flag && !isAboutSpam && options.HasFlag(KeyOptions.Hold | KeyOptions.Store);
        return new AkismetVerdict
        {
            IsSpam = verdict != Verdict.Approve && !waits,
            IsBlatant = verdict == Verdict.Reject && reasons.Any(BlatantReasons.Contains),
            IsWaiting = waits,
            Verdict = verdict,
            Reasons = reasons,
            ModelVersion = modelVersion,
        };
    }

    /// <summary>The answer with its headers. No word of help and no alert is ever in an answer about a text: clients take those for errors.</summary>
    public AkismetAnswer ToAnswer(Guid checkId)
    {
        AkismetAnswer answer = new AkismetAnswer(IsSpam ? "true" : "false")
            .With("X-akismet-guid", checkId.ToString("N"))
            .With("X-Moderation-Verdict", EnumText.ToText(Verdict));
        if (Reasons.Count > 0)
        {
            answer.With("X-Moderation-Reasons", string.Join(", ", Reasons));
        }

        if (ModelVersion is not null)
        {
            answer.With("X-Moderation-Model", ModelVersion);
        }

        return IsBlatant ? answer.With("X-akismet-pro-tip", "discard")
            : IsWaiting ? answer.With("X-akismet-recheck-after", RecheckAfterSeconds.ToString(CultureInfo.InvariantCulture))
            : answer;
    }
}
