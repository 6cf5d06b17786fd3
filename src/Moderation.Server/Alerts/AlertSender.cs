using System.Net;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moderation.Administration;
using Moderation.Server.Settings;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Server.Alerts;

/// <summary>
/// Tells people what is wrong: signed webhooks, and mail where a mail server is set. A webhook carries the time and, over time, a dot and the body, an HMAC-SHA-256 with the
/// secret of the webhook: who knows the secret can tell that it is ours and new. Nothing that anybody typed is in it.
/// </summary>
internal sealed partial class AlertSender(AlertStore store, ServerSettings settings, IHttpClientFactory clients, TimeProvider clock, ILogger<AlertSender> log)
{
    /// <summary>The name of the client that webhooks are sent with.</summary>
    public const string ClientName = "alerts";

    private static readonly TimeSpan MailLimit = TimeSpan.FromSeconds(15);

    /// <summary>Tells everybody concerned. False when there was somebody and nobody could be reached: then it is to be tried again.</summary>
    public async Task<bool> SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        AlertTarget[] targets = [.. (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Where(target => target.SiteId is null || target.SiteId == alert.Site?.Value)];
        bool[] told = await Task.WhenAll(targets.Select(target => PostAsync(target, alert, cancellationToken))).ConfigureAwait(false);
        bool isMailed = settings.Smtp is { } smtp && await MailAsync(smtp, alert, cancellationToken).ConfigureAwait(false);
        return (told.Length == 0 && settings.Smtp is null) || isMailed || told.Any(one => one);
    }

    /// <summary>Sends to one webhook. False when it was not taken.</summary>
    public async Task<bool> PostAsync(AlertTarget target, Alert alert, CancellationToken cancellationToken)
    {
        (Uri url, string secret) = store.Open(target);
        string at = clock.UtcNowMicros().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        string body = JsonSerializer.Serialize(new { kind = alert.Kind.ToText(), site = alert.Site?.Value, text = alert.Text }, JsonSerializerOptions.Web);
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Moderation-Timestamp", at);
        request.Headers.Add("Moderation-Signature", Sign(secret, at, body));
        try
        {
            using HttpClient client = clients.CreateClient(ClientName);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            Log.Refused(log, target.TargetId, (int)response.StatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotSent(log, target.TargetId, problem.GetType().Name);
        }

        return false;
    }

    /// <summary>The signature of a body sent at a time.</summary>
    internal static string Sign(string secret, string at, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")));

    private async Task<bool> MailAsync(SmtpSettings smtp, Alert alert, CancellationToken cancellationToken)
    {
        using MailMessage message = new() { From = smtp.From, Subject = $"Moderation: {alert.Text}", Body = alert.Text };
        foreach (MailAddress to in smtp.To)
        {
            message.To.Add(to);
        }

        using SmtpClient client = new(smtp.Host, smtp.Port) { EnableSsl = smtp.UsesTls, Timeout = (int)MailLimit.TotalMilliseconds };
        if (smtp.UserName is not null)
        {
            client.Credentials = new NetworkCredential(smtp.UserName, smtp.Password);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MailLimit);
        try
        {
            await client.SendMailAsync(message, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception problem) when (problem is SmtpException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotMailed(log, problem.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9201, LogLevel.Warning, "The webhook {Target} answered an alert with {Status}")]
        public static partial void Refused(ILogger logger, Guid target, int status);

        [LoggerMessage(9202, LogLevel.Warning, "An alert could not be sent to the webhook {Target} ({Problem})")]
        public static partial void NotSent(ILogger logger, Guid target, string problem);

        [LoggerMessage(9203, LogLevel.Warning, "An alert could not be mailed ({Problem})")]
        public static partial void NotMailed(ILogger logger, string problem);
    }
}
