using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Who has an account. A first password is shown in the answer to the form that made it and nowhere else.</summary>
public sealed partial class PeoplePage
{
    private IReadOnlyList<Moderator> people = [];
    private string? password;
    private string? shown;

    /// <inheritdoc/>
    public override string Path => "/admin/people";

    [Inject]
    private ModeratorStore Moderators { get; set; } = null!;

    [Inject]
    private ManageModerators Manage { get; set; } = null!;

    [Inject]
    private Settings.ServerSettings Settings { get; set; } = null!;

    private bool HasOrganisation => Settings.OpenIdConnect is not null;

    private protected override async Task LoadAsync() =>
        people = [.. (await Moderators.ListAsync(Stop)).OrderBy(person => person.DisabledAt is not null).ThenBy(person => person.DisplayName, StringComparer.CurrentCultureIgnoreCase)];

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act != "person_add")
        {
            return null;
        }

        if (!SignInNames.TryNormalise(Field("name"), out string name))
        {
            Refuse("name", SignInNames.Rule);
        }

        string display = Field("display") is { Length: > 0 } typed ? typed : name;
        if (PersonPage.ProblemOfDisplay(display) is { } problem)
        {
            Refuse("display", problem);
        }

        ModeratorRole role = Field("role") == "admin" ? ModeratorRole.Admin : ModeratorRole.Moderator;
        SiteId[] sites = PersonPage.Known(Fields("sites"), AllSites);
        if (role == ModeratorRole.Moderator && sites.Length == 0)
        {
            Refuse("", "A moderator needs at least one site.");
        }

        if (IsRefused)
        {
            return null;
        }

        string? subject = HasOrganisation && Field("subject") is { Length: > 0 and <= 255 } given ? given : null;
        string? first = subject is null ? Passwords.NewFirst() : null;
        if (await Manage.AddAsync(name, display, role, sites, first, mustChange: true, Me.Actor, Stop) is not { } made)
        {
            Refuse("name", "There is an account with this name already.");
            return null;
        }

        if (subject is not null)
        {
            return await Manage.LinkExternalAsync(made, Settings.OpenIdConnect!.Authority.AbsoluteUri.TrimEnd('/'), subject, Me.Actor, Stop) ? "linked" : "not-linked";
        }

        (password, shown) = (first, display);
        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "linked" => "They can sign in through your organisation.",
        "not-linked" => "The account is made, but that subject is somebody already: link another, or disable the account.",
        _ => null,
    };
}
