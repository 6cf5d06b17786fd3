using System.Diagnostics.CodeAnalysis;

namespace Moderation.Sites;

/// <summary>The id of a site: <c>^[a-z0-9][a-z0-9-]{0,62}$</c>.</summary>
public readonly record struct SiteId
{
    private SiteId(string value) => Value = value;

    /// <summary>The id as it stands in routes and messages.</summary>
    public string Value { get; }

    /// <summary>Accepts exactly the ids that a site may have.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SiteId id)
    {
        id = default;
        if (text is null || text.Length is 0 or > 63 || text[0] == '-')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        id = new SiteId(text);
        return true;
    }

    /// <summary>For ids that were checked before (rows of the store). Throws <see cref="FormatException"/> on any other.</summary>
    public static SiteId Parse(string text) =>
        TryParse(text, out SiteId id) ? id : throw new FormatException("A site id has 1 to 63 lower-case letters, digits and hyphens and does not start with a hyphen.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
