using Moderation.Policies;

namespace Moderation.Judging;

/// <summary>What a challenger would have concluded about a submission.</summary>
/// <param name="ShadowId">The shadow it runs in.</param>
/// <param name="Verdict">Its verdict.</param>
/// <param name="Codes">The codes of its reasons.</param>
internal sealed record ShadowOutcome(Guid ShadowId, Verdict Verdict, IReadOnlyList<string> Codes);
