using Microsoft.Extensions.DependencyInjection;
using Moderation.Judging;
using Moderation.Server.Settings;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Alerts;

/// <summary>The service with a mail server and a webhook beside it. What is unscored stays so: nothing scores it again.</summary>
public sealed class MailingApp : ModerationApp
{
    private MailServer? mail;
    private WebhookListener? webhook;

    internal MailServer Mail => mail!;

    internal WebhookListener Webhook => webhook!;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Moderation:Smtp:Host"] = "127.0.0.1",
        ["Moderation:Smtp:Port"] = $"{Mail.Port}",
        ["Moderation:Smtp:UsesTls"] = "false",
        ["Moderation:Smtp:UserName"] = MailServer.Name,
        ["Moderation:Smtp:Password"] = MailServer.Password,
        ["Moderation:Smtp:From"] = MailServer.From,
        ["Moderation:Smtp:To"] = MailServer.To,
    };

    public override async ValueTask InitializeAsync()
    {
        mail = await MailServer.StartAsync(SmtpTls.None);
        webhook = await WebhookListener.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Webhook.DisposeAsync();
        await Mail.DisposeAsync();
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        ServiceDescriptor sweep = services.Single(service => service.ImplementationType == typeof(UnscoredSweep));
        services.Remove(sweep);
    }
}
