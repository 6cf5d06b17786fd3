using Microsoft.AspNetCore.Components;
using Moderation.Administration;
using Moderation.Server.Alerts;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>Who is told when something is wrong.</summary>
public sealed partial class AlertsPage
{
    private IReadOnlyList<AlertTarget> targets = [];
    private IReadOnlyList<RaisedAlert> raised = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private string? secret;

    /// <inheritdoc/>
    public override string Path => "/admin/alerts";

    [Inject]
    private AlertStore Store { get; set; } = null!;

    [Inject]
    private AlertDeliveries Deliveries { get; set; } = null!;

    [Inject]
    private AlertMail Mail { get; set; } = null!;

    [Inject]
    private AlertSender Sender { get; set; } = null!;

    [Inject]
    private People Colleagues { get; set; } = null!;

    [Inject]
    private Settings.ServerSettings Settings { get; set; } = null!;

    private static Alert Test => new() { Kind = AlertKind.Errors, Site = null, Mark = "", Text = "This is a test: nothing is wrong." };

    private (string Value, string Title)[] Choices => [("", "everything"), .. AllSites.Select(site => (site.Id.Value, site.Name))];

    private protected override async Task LoadAsync()
    {
        targets = await Store.ListAsync(Stop);
        raised = await Deliveries.ListAsync(Stop);
        names = await Colleagues.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act == "add")
        {
            await AddAsync();
            return null;
        }

        if (act == "mail")
        {
            if (await Mail.SendAsync(Test, Stop) is { } problem)
            {
                Refuse("", $"The mail was not sent: {problem}.");
                return null;
            }

            return "mailed";
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
                if (await Sender.PostAsync(found, Test, Stop) is not { } refusal)
                {
                    return "tried";
                }

                Refuse("", $"The webhook did not take it: {refusal}.");
                return null;
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "removed" => "The webhook is told nothing any more.",
        "tried" => "The webhook took the test.",
        "mailed" => "The mail server took the test. It is in somebody's inbox when the settings name the right people.",
        "gone" => "There is no such webhook any more.",
        _ => null,
    };

    private static string TitleOf(string kind) => EnumText.Parse<AlertKind>(kind) switch
    {
        AlertKind.Threat => "A text may threaten somebody",
        AlertKind.LateReview => "Somebody has waited more than an hour",
        AlertKind.Unscored => "Much could not be scored",
        AlertKind.Errors => "Something lies in the error queue",
    };

    private string ShownOf(string target) => target == AlertTarget.Mail ? "mail" : targets.FirstOrDefault(one => one.TargetId.ToString("D") == target)?.Shown ?? "a webhook";

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
