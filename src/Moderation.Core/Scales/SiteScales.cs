using Moderation.Scoring.Scales;
using Moderation.Sites;

namespace Moderation.Scales;

/// <summary>The scale on which each site sees scores that clients of Perspective ask for: its own where it has one, else the one that ships.</summary>
internal sealed class SiteScales(ScaleStore store, TimeProvider clock)
{
    private static readonly SiteScale Shipped = new(null, ScoreScale.Shipped);

    private readonly SiteMemory<SiteScale> known = new(
        async (site, before, token) =>
        {
            string? document = await store.FindAsync(site, token).ConfigureAwait(false);
            return document is null ? Shipped
                : document == before?.Document ? before
                : new SiteScale(document, ScoreScale.FromJson(document).Over(ScoreScale.Shipped));
        },
        clock);

    /// <summary>At most a second old.</summary>
    public ValueTask<SiteScale> CurrentAsync(SiteId site, CancellationToken cancellationToken) => known.CurrentAsync(site, cancellationToken);
}

/// <summary>A scale, ready to be used.</summary>
internal sealed class SiteScale
{
    private readonly Dictionary<string, ScaleMap> maps;

    public SiteScale(string? document, ScoreScale scale)
    {
        Document = document;
        maps = scale.Attributes.ToDictionary(attribute => attribute.Attribute, attribute => attribute.Map, StringComparer.Ordinal);
    }

    /// <summary>As it stands in the store; null for the one that ships.</summary>
    public string? Document { get; }

    /// <summary>The map of an attribute under its plain name; null when there is none.</summary>
    public ScaleMap? Find(string attribute) => maps.GetValueOrDefault(attribute);
}
