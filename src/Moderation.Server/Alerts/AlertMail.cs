using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Moderation.Administration;
using Moderation.Server.Settings;

namespace Moderation.Server.Alerts;

/// <summary>
/// Mails alerts to those whom the settings name. With TLS, nothing is sent and nobody signs in before the connection is encrypted and the certificate is one that the machine trusts.
/// </summary>
internal sealed partial class AlertMail(ServerSettings settings, ILogger<AlertMail> log)
{
    /// <summary>For the whole of it: connection, sign-in and sending.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Who is trusted; null: whom the machine trusts.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>Whether a mail server is set.</summary>
    public bool IsOn => settings.Smtp is not null;

    /// <summary>Mails one alert. Null when the server took it; otherwise why it did not, in words without any address.</summary>
    public async Task<string?> SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (settings.Smtp is not { } smtp)
        {
            return "no mail server is set";
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using Client client = new() { ServerCertificateValidationCallback = Trust, CheckCertificateRevocation = false };
        string step = "connected to";
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, OptionsOf(smtp.Tls), limit.Token).ConfigureAwait(false);
            if (smtp.UserName is { } name)
            {
                step = "signed in to";
                await client.AuthenticateAsync(name, smtp.Password ?? "", limit.Token).ConfigureAwait(false);
            }

            step = "sent to";
            using MimeMessage message = MessageOf(smtp, alert, settings.PublicUrl);
            await client.SendAsync(message, limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested && Explain(problem, step, client) is not null)
        {
            return Explain(problem, step, client);
        }

        if (client.Refused > 0)
        {
            Log.SomeRefused(log, client.Refused, smtp.To.Count);
        }

        await HangUpAsync(client, limit.Token).ConfigureAwait(false);
        return null;
    }

    internal static MimeMessage MessageOf(SmtpSettings smtp, Alert alert, Uri? console)
    {
        MimeMessage message = new()
        {
            Subject = $"Moderation: {alert.Text}",
            Body = new TextPart("plain") { Text = console is null ? alert.Text : $"{alert.Text}\r\n\r\n{new Uri(console, alert.Kind == AlertKind.Errors ? "/admin/errors" : $"/moderate?site={alert.Site}")}\r\n" },
        };
        message.From.Add(new MailboxAddress(smtp.From.DisplayName, smtp.From.Address));
        message.To.AddRange(smtp.To.Select(to => new MailboxAddress(to.DisplayName, to.Address)));

        // No machine answers a machine (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static SecureSocketOptions OptionsOf(SmtpTls tls) => tls switch
    {
        SmtpTls.None => SecureSocketOptions.None,
        SmtpTls.StartTls => SecureSocketOptions.StartTls,
        SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
    };

    /// <summary>What went wrong; null for what is a bug. Answers of the server are told by their number: their words may hold an address.</summary>
    private static string? Explain(Exception problem, string step, Client client) => problem switch
    {
        AuthenticationException => "the mail server refused user name and password",
        SslHandshakeException => "no TLS with the mail server: its certificate is not trusted here, or the port speaks another TLS",
        NotSupportedException => step == "connected to" ? "the mail server offers no TLS" : "the mail server offers no sign-in that is known here",
        ServiceNotAuthenticatedException => "the mail server wants somebody to sign in",
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused => string.Create(CultureInfo.InvariantCulture, $"the mail server does not take mail from Moderation__Smtp__From ({(int)refused.StatusCode})"),
        SmtpCommandException refused when client.Refused > 0 => string.Create(CultureInfo.InvariantCulture, $"the mail server takes mail for none of Moderation__Smtp__To ({(int)refused.StatusCode})"),
        SmtpCommandException refused => string.Create(CultureInfo.InvariantCulture, $"the mail server refused the mail ({(int)refused.StatusCode})"),
        OperationCanceledException => string.Create(CultureInfo.InvariantCulture, $"the mail server did not answer within {Limit.TotalSeconds:0} seconds"),
        SocketException or IOException or ProtocolException or ServiceNotConnectedException => $"the mail server could not be {step}",
        _ => null,
    };

    /// <summary>The mail is taken; how the server says goodbye does not matter.</summary>
    private static async Task HangUpAsync(Client client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
        }
    }

    /// <summary>Sends to those whom the server takes, so that one mistyped address does not keep the alert from all others.</summary>
    private sealed class Client : SmtpClient
    {
        public int Refused { get; private set; }

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => Refused++;
    }

    private static partial class Log
    {
        [LoggerMessage(9204, LogLevel.Warning, "The mail server took an alert, but not for {Refused} of the {All} addresses of Moderation__Smtp__To")]
        public static partial void SomeRefused(ILogger logger, int refused, int all);
    }
}
