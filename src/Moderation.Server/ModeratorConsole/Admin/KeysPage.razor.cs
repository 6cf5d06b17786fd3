using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Authors;
using Moderation.Privacy;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>The keys of a site. A new one is shown in the answer to the form that made it and nowhere else.</summary>
public sealed partial class KeysPage
{
    private static readonly (string Value, string Title)[] DoorChoices =
        [("native", "This service's own API"), ("perspective", "Perspective"), ("openai", "OpenAI moderations"), ("akismet", "Akismet (the key gets the form that its clients know)")];

    private static readonly (string Value, string Title)[] RightChoices =
    [
        ("submit", "Send submissions and texts to score"), ("read", "Read submissions and decisions"), ("decide", "Decide about submissions"), ("pages", "Open, close and hide pages"),
        ("blocks", "Block authors and networks"), ("word_lists", "Change word lists"),
    ];

    private static readonly (string Value, string Title)[] OptionChoices =
    [
        ("store", "Keep and review texts from clients of other services, instead of only scoring them"), ("strict_language", "Perspective: refuse languages that the model does not know"),
        ("lenient_attributes", "Perspective: leave out attributes that are not scored here, instead of refusing them"),
        ("hold", "Akismet: what waits for a person is \u201cnot spam yet, ask again\u201d and not spam; only with the first, and for clients that ask again"),
        ("own_hosts", "Akismet: only for websites that are among this site's origins"),
    ];

    private IReadOnlyList<ApiKey> keys = [];
    private IReadOnlyList<IdentityKey> identityKeys = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private string? secret;
    private bool isIdentity;
    private bool isTestMade;

    /// <inheritdoc/>
    public override string Path => "/admin/keys";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private ApiKeyStore Keys { get; set; } = null!;

    [Inject]
    private IdentityKeyStore IdentityKeys { get; set; } = null!;

    [Inject]
    private IdentityKeyIssuer IdentityIssuer { get; set; } = null!;

    [Inject]
    private ChangeKeys Change { get; set; } = null!;

    [Inject]
    private People People { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        // What counts comes first.
        keys = [.. (await Keys.ListAsync(SiteKey, Stop)).OrderBy(key => key.RevokedAt is not null)];
        identityKeys = [.. (await IdentityKeys.ListAsync(SiteKey, Stop)).OrderBy(key => key.RevokedAt is not null)];
        names = await People.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        switch (act)
        {
            case "key_add":
                await AddAsync();
                return null;
            case "key_revoke":
                return await Change.RevokeAsync(SiteKey, FieldId?.ToString("D") ?? "", Me.Actor, Stop) ? "revoked" : "gone";
            case "identity_add":
                await AddIdentityAsync();
                return null;
            case "identity_revoke":
                return await Change.RevokeIdentityKeyAsync(SiteKey, Field("id"), Me.Actor, Stop) ? "revoked" : "gone";
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "revoked" => "The key is revoked.",
        "gone" => "There is no such key of this site any more.",
        "added" => "The key is added.",
        _ => null,
    };

    private async Task AddAsync()
    {
        Door doors = Chosen<Door>("door", "Choose one door at least.");
        KeyRights rights = Chosen<KeyRights>("right", "A key that may do nothing is of no use.");
        KeyOptions options = Fields("option").Count == 0 ? KeyOptions.None : Chosen<KeyOptions>("option", "There is no such option.");
        CheckLabel();
        if (options.HasFlag(KeyOptions.Hold) && !options.HasFlag(KeyOptions.Store))
        {
            Refuse("option", "To ask again later, texts have to be kept and reviewed.");
        }

        if (!IsRefused)
        {
            isTestMade = IsTicked("test");
            secret = (await Change.IssueAsync(SiteKey, doors, rights, options, isTestMade, Label, Me.Actor, Stop)).Secret;
        }
    }

    private async Task AddIdentityAsync()
    {
        string? pem = Field("pem") is { Length: > 0 } given ? given : null;
        string? kid = Field("kid") is { Length: > 0 } name ? name : null;
        string? made = pem is null ? IdentityIssuer.NewSecret() : null;
        IssuedIdentityKey issued = await Change.AddIdentityKeyAsync(SiteKey, kid, made, pem, null, Me.Actor, Stop);
        if (issued.Key is null)
        {
            Refuse(pem is not null && !IdentityKeyIssuer.IsPublicKey(pem) ? "pem" : "kid", issued.Refusal!);
            return;
        }

        (secret, isIdentity) = (made, true);
        if (made is null)
        {
            Navigation.NavigateTo($"{Address}&said=added");
        }
    }

    private string? Label => Field("label") is { Length: > 0 } label ? label : null;

    private void CheckLabel()
    {
        if (Label is { } label && (label.Length > 100 || label.Any(char.IsControl) || AddressMask.Contains(label)))
        {
            Refuse("label", "At most 100 characters on one line, and no e-mail address.");
        }
    }

    private T Chosen<T>(string name, string none)
        where T : struct, Enum
    {
        try
        {
            if (Fields(name) is { Count: > 0 } chosen)
            {
                return EnumText.ParseList<T>(string.Join(',', chosen));
            }
        }
        catch (FormatException)
        {
            // Not one of those that the page offers.
        }

        Refuse("", none);
        return default;
    }

    private string NameOf(string actor) => Desk.People.NameOf(actor, names);

    private static string Words(string list) => list.Replace('_', ' ').Replace(",", ", ", StringComparison.Ordinal);
}
