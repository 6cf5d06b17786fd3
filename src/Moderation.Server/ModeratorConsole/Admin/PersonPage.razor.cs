using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Privacy;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>One account: role, sites, first password, disabled or not.</summary>
public sealed partial class PersonPage
{
    /// <summary>The longest name that colleagues see.</summary>
    internal const int MaxDisplayChars = 100;

    /// <summary>The roles to choose from.</summary>
    internal static readonly (string Value, string Title)[] Roles = [("moderator", "Moderator: reviews submissions"), ("admin", "Admin: also sets everything, on every site")];

    private Moderator? person;
    private string? password;

    /// <inheritdoc/>
    public override string Path => "/admin/people";

    /// <inheritdoc/>
    public override string Address => $"/admin/people/{Id:D}";

    /// <summary>Whose account.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private ModeratorStore Moderators { get; set; } = null!;

    [Inject]
    private ManageModerators Manage { get; set; } = null!;

    /// <summary>What is wrong with a name that colleagues see; null when nothing is.</summary>
    internal static string? ProblemOfDisplay(string name) =>
        name.Length > MaxDisplayChars || name.Any(char.IsControl) ? $"A name has at most {MaxDisplayChars} characters on one line."
        : AddressMask.Contains(name) ? "A name is shown to colleagues, and addresses never are."
        : null;

    /// <summary>Those of the ids that are sites.</summary>
    internal static SiteId[] Known(IEnumerable<string> ids, IReadOnlyList<Site> sites) => [.. sites.Where(site => ids.Contains(site.Id.Value)).Select(site => site.Id)];

    private protected override async Task LoadAsync()
    {
        person = (await Moderators.FindAsync(Id, Stop))?.Moderator;
        if (person is null)
        {
            NotHere();
        }
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (person is null)
        {
            return null;
        }

        switch (act)
        {
            case "standing":
                ModeratorRole role = Field("role") == "admin" ? ModeratorRole.Admin : ModeratorRole.Moderator;
                SiteId[] sites = Known(Fields("sites"), AllSites);
                if (role == ModeratorRole.Moderator && sites.Length == 0)
                {
                    Refuse("", "A moderator needs at least one site.");
                    return null;
                }

                return await StandingAsync(person, role, sites, person.DisabledAt is not null, "saved");
            case "disable":
                return await StandingAsync(person, person.Role, person.Sites, isDisabled: true, "disabled");
            case "enable":
                return await StandingAsync(person, person.Role, person.Sites, isDisabled: false, "enabled");
            case "reset":
                string first = Passwords.NewFirst();
                await Manage.ResetPasswordAsync(person, first, IsTicked("factor"), Me.Actor, Stop);
                password = first;
                return null;
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "saved" => "Saved. It counts at once, also on pages they have open.",
        "disabled" => "They are signed out and cannot sign in.",
        "enabled" => "They can sign in again.",
        _ => null,
    };

    private async Task<string?> StandingAsync(Moderator moderator, ModeratorRole role, IReadOnlyList<SiteId> sites, bool isDisabled, string said)
    {
        if (await Manage.SetStandingAsync(moderator, role, sites, isDisabled, Me.Actor, Stop))
        {
            return said;
        }

        Refuse("", "This is the last admin who can sign in; make another one first.");
        return null;
    }
}
