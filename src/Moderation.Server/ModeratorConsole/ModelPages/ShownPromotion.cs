using Moderation.Models;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>A promotion in words.</summary>
/// <param name="Model">What the model is called.</param>
/// <param name="PromotedAt">When.</param>
/// <param name="PromotedBy">What the person is called.</param>
/// <param name="Gate">What the gate had said.</param>
/// <param name="Reason">Why it was promoted against the gate; null otherwise.</param>
/// <param name="RolledBackAt">When it was taken back; null while it stands.</param>
/// <param name="RolledBackBy">Who took it back.</param>
public sealed record ShownPromotion(string Model, DateTimeOffset PromotedAt, string PromotedBy, string Gate, string? Reason, DateTimeOffset? RolledBackAt, string? RolledBackBy)
{
    /// <summary>Brings a promotion into words.</summary>
    internal static ShownPromotion Of(Promotion one, Func<string, string> modelName, Func<string, string> personName) => new(
        modelName(one.Sha256), one.PromotedAt, personName(one.PromotedBy), GateName(one.Gate), one.Reason, one.RolledBackAt, one.RolledBackBy is { } by ? personName(by) : null);

    private static string GateName(PromotionGate gate) => gate switch
    {
        PromotionGate.Passed => "passed",
        PromotionGate.Overridden => "overridden",
        PromotionGate.None => "not asked",
    };
}
