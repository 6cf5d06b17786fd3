using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moderation.Administration;
using Moderation.Server.Alerts;
using Moderation.Server.Settings;
using Moderation.Sites;

namespace Moderation.Server.Tests.Alerts;

/// <summary>Alerts by mail, through a mail server that speaks SMTP with all its ways to say no.</summary>
public sealed class MailingAlerts
{
    private static readonly Alert Late = new() { Kind = AlertKind.LateReview, Site = SiteId.Parse("gazette"), Mark = "", Text = "A submission on gazette has waited 2 hours for a person." };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => [nameof(SmtpTls.None), nameof(SmtpTls.StartTls), nameof(SmtpTls.Implicit)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_mail_arrives_with_what_is_wrong_and_where_to_look(string way)
    {
        await using MailServer server = await MailServer.StartAsync(Enum.Parse<SmtpTls>(way));
        Assert.Null(await Mail(server).SendAsync(Late, Token));
        string mail = Assert.Single(server.Mails);
        Assert.StartsWith($"To {MailServer.To}\n", mail, StringComparison.Ordinal);
        Assert.Contains($"Subject: Moderation: {Late.Text}", mail.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("https://comments.gazette.example/moderate?site=gazette", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_wrong_password_is_said_and_nothing_is_sent_without_it(string way)
    {
        await using MailServer server = await MailServer.StartAsync(Enum.Parse<SmtpTls>(way));
        Assert.Equal("the mail server refused user name and password", await Mail(server, ("Password", "another")).SendAsync(Late, Token));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        await using MailServer upgraded = await MailServer.StartAsync(SmtpTls.StartTls);
        await using MailServer whole = await MailServer.StartAsync(SmtpTls.Implicit);
        foreach (MailServer server in new[] { upgraded, whole })
        {
            Assert.Contains("its certificate is not trusted", await Mail(server, isTrusting: false).SendAsync(Late, Token), StringComparison.Ordinal);
            Assert.Empty(server.Mails);
        }
    }

    [Fact]
    public async Task A_server_without_TLS_gets_nothing_where_TLS_is_asked_for()
    {
        await using MailServer server = await MailServer.StartAsync(SmtpTls.None);
        Assert.Equal("the mail server offers no TLS", await Mail(server, ("UsesTls", "true")).SendAsync(Late, Token));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said()
    {
        AlertMail mail = new(Settings(("Port", MailServer.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture))), NullLogger<AlertMail>.Instance);
        Assert.Equal("the mail server could not be connected to", await mail.SendAsync(Late, Token));
    }

    [Fact]
    public async Task One_address_that_is_refused_does_not_keep_it_from_the_others()
    {
        await using MailServer server = await MailServer.StartAsync();
        Assert.Null(await Mail(server, ("To", $"nobody@gazette.example, {MailServer.To}")).SendAsync(Late, Token));
        Assert.StartsWith($"To {MailServer.To}\n", Assert.Single(server.Mails), StringComparison.Ordinal);
        Assert.Contains("takes mail for none", await Mail(server, ("To", "nobody@gazette.example")).SendAsync(Late, Token), StringComparison.Ordinal);
        server.IsTaking = false;
        string refused = (await Mail(server).SendAsync(Late, Token))!;
        Assert.Contains("Moderation__Smtp__From", refused, StringComparison.Ordinal);
        Assert.DoesNotContain('@', refused);
        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("Port", "0", "Moderation__Smtp__Port")]
    [InlineData("From", "the desk", "Moderation__Smtp__From")]
    [InlineData("From", "", "Moderation__Smtp__From")]
    [InlineData("To", "", "Moderation__Smtp__To")]
    [InlineData("To", "night@gazette.example, the desk", "Moderation__Smtp__To")]
    [InlineData("Password", "", "Moderation__Smtp__Password")]
    [InlineData("ImplicitTls", "true", "Moderation__Smtp__ImplicitTls")]
    [InlineData("UsesTls", "perhaps", "Smtp:UsesTls")]
    public void A_bad_setting_stops_the_start_with_its_name(string setting, string value, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsValidationException>(() => Settings((setting, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(587, null, SmtpTls.StartTls)]
    [InlineData(465, null, SmtpTls.Implicit)]
    [InlineData(465, "false", SmtpTls.StartTls)]
    [InlineData(2465, "true", SmtpTls.Implicit)]
    internal void TLS_is_from_the_first_byte_at_its_port_or_where_it_is_asked_for(int port, string? implicitTls, SmtpTls expected) =>
        Assert.Equal(expected, Settings(("UsesTls", "true"), ("Port", $"{port}"), ("ImplicitTls", implicitTls)).Smtp!.Tls);

    /// <summary>A sender with the settings that the server wants, changed as a test needs.</summary>
    private static AlertMail Mail(MailServer server, params (string, string?)[] changes) => Mail(server, isTrusting: true, changes);

    private static AlertMail Mail(MailServer server, bool isTrusting, params (string, string?)[] changes) => new(
        Settings([("Port", $"{server.Port}"), ("UsesTls", server.Tls == SmtpTls.None ? "false" : "true"), ("ImplicitTls", server.Tls == SmtpTls.Implicit ? "true" : null), .. changes]),
        NullLogger<AlertMail>.Instance)
    {
        Trust = isTrusting ? (_, shown, _, _) => server.IsOwn(shown) : null,
    };

    private static ServerSettings Settings(params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> smtp = new() { ["Host"] = "127.0.0.1", ["UsesTls"] = "false", ["UserName"] = MailServer.Name, ["Password"] = MailServer.Password, ["From"] = MailServer.From, ["To"] = MailServer.To };
        foreach ((string name, string? value) in changes)
        {
            smtp[name] = value;
        }

        return ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([
            new("Moderation:PublicUrl", "https://comments.gazette.example"), .. smtp.Select(one => new KeyValuePair<string, string?>($"Moderation:Smtp:{one.Key}", one.Value)),
        ]).Build());
    }
}
