using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Privacy;
using Moderation.Server.Security;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>One site: what it is called, when its pages close, from where browsers may post.</summary>
public sealed partial class SitePage
{
    /// <summary>What is wrong with other origins.</summary>
    internal const string OriginRule = "An origin is a scheme and a host and, if it is not the usual one, a port: https://gazette.example.";

    private IReadOnlyList<string> origins = [];

    /// <inheritdoc/>
    public override string Path => "/admin/site";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private SiteKeys Keys { get; set; } = null!;

    [Inject]
    private SiteStore Store { get; set; } = null!;

    [Inject]
    private ChangeSites Change { get; set; } = null!;

    private string PublicKey => Keys.PublicKey(SiteKey, Site!.PublicKeySalt);

    /// <summary>What is wrong with a name of a site; null when nothing is.</summary>
    internal static string? ProblemOfName(string name) =>
        name.Length is 0 or > SiteSettings.MaxNameChars || name.Any(char.IsControl) ? $"A name has 1 to {SiteSettings.MaxNameChars} characters on one line."
        : AddressMask.Contains(name) ? "A name is shown, and addresses never are."
        : null;

    private protected override async Task LoadAsync() => origins = await Store.ListOriginsAsync(SiteKey, Stop);

    private protected override async Task<string?> DoAsync(string act) => act switch
    {
        "site_set" => await SetAsync(),
        "origin_add" => await AddOriginAsync(),
        "origin_remove" => await Change.RemoveOriginAsync(SiteKey, Field("id"), Me.Actor, Stop) ? "origin-removed" : "done-before",
        _ => null,
    };

    private protected override string? SentenceOf(string said) => said switch
    {
        "site-added" => "The site is registered. Give its server a key, or put the public key into its pages.",
        "site-set" => "Saved.",
        "origin-added" => "Pages of this origin may post from now on.",
        "origin-removed" => "Pages of this origin may not post any more.",
        "done-before" => "That was so already.",
        _ => null,
    };

    private async Task<string?> SetAsync()
    {
        if (ProblemOfName(Field("name")) is { } problem)
        {
            Refuse("name", problem);
        }

        int? days = null;
        if (Field("days") is { Length: > 0 } typed)
        {
            days = int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= Sites.Site.MaxClosesPagesAfterDays ? number : null;
            if (days is null)
            {
                Refuse("days", $"The age is 1 to {Whole(Sites.Site.MaxClosesPagesAfterDays)} days, or nothing.");
            }
        }

        return !IsRefused && await Change.SetAsync(SiteKey, new SiteSettings { Name = Field("name"), RequiresEmail = IsTicked("email"), ClosesPagesAfterDays = days }, Me.Actor, Stop) ? "site-set" : null;
    }

    private async Task<string?> AddOriginAsync()
    {
        if (!Origins.TryNormalise(Field("origin"), out string origin))
        {
            Refuse("origin", OriginRule);
            return null;
        }

        return await Change.AddOriginAsync(SiteKey, origin, Me.Actor, Stop) ? "origin-added" : "done-before";
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
