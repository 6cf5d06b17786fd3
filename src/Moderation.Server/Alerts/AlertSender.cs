using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moderation.Administration;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Server.Alerts;

/// <summary>
/// Tells people what is wrong: signed webhooks, and mail where a mail server is set. A webhook carries the time and, over time, a dot and the body, an HMAC-SHA-256 with the
/// secret of the webhook: who knows the secret can tell that it is ours and new. Nothing that anybody typed is in it.
/// </summary>
internal sealed partial class AlertSender(AlertStore store, AlertDeliveries deliveries, AlertMail mail, IHttpClientFactory clients, TimeProvider clock, ILogger<AlertSender> log)
{
    /// <summary>The name of the client that webhooks are sent with.</summary>
    public const string ClientName = "alerts";

    /// <summary>Of one who is not reached the first try is logged, and then one in so many: one in half an hour.</summary>
    private const int TriesBetweenLines = 30;

    /// <summary>Everybody who hears of a site, or of the installation.</summary>
    public IReadOnlyList<string> TargetsOf(Alert alert, IReadOnlyList<AlertTarget> webhooks) =>
        [.. webhooks.Where(target => target.IsFor(alert.Site)).Select(target => target.TargetId.ToString("D")), .. mail.IsOn ? [AlertTarget.Mail] : Array.Empty<string>()];

    /// <summary>Tells everybody who is still to be told. Returns how many were.</summary>
    public async Task<int> SendAsync(Alert alert, IReadOnlyList<AlertTarget> webhooks, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertDelivery> due = await deliveries.TakeAsync(alert, cancellationToken).ConfigureAwait(false);
        return (await Task.WhenAll(due.Select(TellAsync)).ConfigureAwait(false)).Count(told => told);

        async Task<bool> TellAsync(AlertDelivery delivery)
        {
            AlertTarget? webhook = webhooks.FirstOrDefault(target => target.TargetId.ToString("D") == delivery.Target);
            if (webhook is null && delivery.Target != AlertTarget.Mail)
            {
                await deliveries.ForgetRemovedAsync(alert, delivery, cancellationToken).ConfigureAwait(false);
                return false;
            }

            string? problem = webhook is null ? await mail.SendAsync(alert, cancellationToken).ConfigureAwait(false) : await PostAsync(webhook, alert, cancellationToken).ConfigureAwait(false);
            await deliveries.SettleAsync(alert, delivery, webhook?.Shown ?? AlertTarget.Mail, problem, cancellationToken).ConfigureAwait(false);
            if (problem is not null && delivery.Attempts % TriesBetweenLines == 1)
            {
                Log.NotTold(log, alert.Kind.ToText(), delivery.Target, problem);
            }

            return problem is null;
        }
    }

    /// <summary>Sends to one webhook. Null when it was taken; otherwise why not.</summary>
    public async Task<string?> PostAsync(AlertTarget target, Alert alert, CancellationToken cancellationToken)
    {
        (Uri url, string secret) = store.Open(target);
        string at = clock.UtcNowMicros().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string body = JsonSerializer.Serialize(new { kind = alert.Kind.ToText(), site = alert.Site?.Value, text = alert.Text }, JsonSerializerOptions.Web);
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Moderation-Timestamp", at);
        request.Headers.Add("Moderation-Signature", Sign(secret, at, body));
        try
        {
            using HttpClient client = clients.CreateClient(ClientName);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "it did not answer in time";
        }
        catch (HttpRequestException problem)
        {
            return $"it could not be reached ({problem.HttpRequestError.ToText().Replace('_', ' ')})";
        }
    }

    /// <summary>The signature of a body sent at a time.</summary>
    internal static string Sign(string secret, string at, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")));

    private static partial class Log
    {
        [LoggerMessage(9201, LogLevel.Warning, "The alert {Kind} could not be told to {Target}: {Problem}. It is tried again every minute until it is told or over")]
        public static partial void NotTold(ILogger logger, string kind, string target, string problem);
    }
}
