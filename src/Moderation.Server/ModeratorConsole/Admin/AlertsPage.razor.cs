using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Server.Alerts;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Who is told when something is wrong.</summary>
public sealed partial class AlertsPage
{
    private IReadOnlyList<AlertTarget> targets = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private string? secret;

    /// <inheritdoc/>
    public override string Path => "/admin/alerts";

    [Inject]
    private AlertStore Store { get; set; } = null!;

    [Inject]
    private AlertSender Sender { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    [Inject]
    private Settings.ServerSettings Settings { get; set; } = null!;

    private (string Value, string Title)[] Choices => [("", "everything"), .. AllSites.Select(site => (site.Id.Value, site.Name))];

    private protected override async Task LoadAsync()
    {
        targets = await Store.ListAsync(Stop);
        names = await Colleagues.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act == "add")
        {
            await AddAsync();
            return null;
        }

        if (targets.FirstOrDefault(target => target.TargetId == FieldId) is not { } found)
        {
            return "gone";
        }

        switch (act)
        {
            case "remove":
                return await Store.RemoveAsync(found, Me.Actor, Stop) ? "removed" : "gone";
            case "try":
                Alert test = new() { Kind = AlertKind.Errors, Site = null, Mark = "", Text = "This is a test: nothing is wrong." };
                if (await Sender.PostAsync(found, test, Stop))
                {
                    return "tried";
                }

                Refuse("", "The webhook did not take it. The log of the service says what it answered.");
                return null;
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "removed" => "The webhook is told nothing any more.",
        "tried" => "The webhook took the test.",
        "gone" => "There is no such webhook any more.",
        _ => null,
    };

    private async Task AddAsync()
    {
        SiteId? site = Field("about").Length == 0 ? null : AllSites.FirstOrDefault(one => one.Id.Value == Field("about"))?.Id;
        if (!Uri.TryCreate(Field("url"), UriKind.Absolute, out Uri? url) || url.UserInfo.Length > 0 || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            Refuse("url", "An https address; http only on this machine.");
            return;
        }

        secret = await Store.AddAsync(url, site, Me.Actor, Stop);
    }
}
