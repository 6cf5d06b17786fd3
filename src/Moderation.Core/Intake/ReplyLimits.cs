namespace Moderation.Intake;

/// <summary>How long the members of a reply may be. Characters are Unicode code points (<see cref="ReplyText.CountChars"/>).</summary>
internal static class ReplyLimits
{
    /// <summary>Of <c>author.name</c>.</summary>
    public const int MaxNameChars = 245;

    /// <summary>Of <c>author.email</c>.</summary>
    public const int MaxEmailChars = 254;

    /// <summary>Of <c>author.url</c>.</summary>
    public const int MaxUrlChars = 2048;

    /// <summary>Of <c>body</c>.</summary>
    public const int MaxBodyChars = 20_000;

    /// <summary>Of <c>body</c> in UTF-8, whatever its characters: what a WordPress text column holds.</summary>
    public const int MaxBodyBytes = 65_525;

    /// <summary>Of <c>page.id</c>.</summary>
    public const int MaxPageIdChars = 255;

    /// <summary>Of <c>page.title</c>; a longer one is cut, because a headline is no reason to refuse a reply.</summary>
    public const int MaxTitleChars = 500;

    /// <summary>Of <c>author.identity</c>.</summary>
    public const int MaxIdentityChars = 8192;
}
