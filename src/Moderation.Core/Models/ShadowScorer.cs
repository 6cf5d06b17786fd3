namespace Moderation.Models;

/// <summary>A shadow whose challenger is loaded.</summary>
/// <param name="Shadow">The shadow.</param>
/// <param name="Scorer">Its challenger.</param>
internal sealed record ShadowScorer(Shadow Shadow, ModelScorer Scorer);
