using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Moderation.Contracts;
using Moderation.Server.Samples;

namespace Moderation.Server.Commands;

/// <summary>Posts sample replies as a website's server does, and waits for each verdict.</summary>
internal sealed class SampleOverHttp : SampleSender
{
    private readonly HttpClient client;

    private readonly string site;

    private readonly SampleTally tally;

    public SampleOverHttp(Uri service, string site, string key, SampleTally tally)
    {
        client = new HttpClient { BaseAddress = service, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        this.site = site;
        this.tally = tally;
    }

    public override Task SendAsync(IReadOnlyList<SampleReply> samples, CancellationToken cancellationToken) =>
        Task.WhenAll(samples.Select(sample => SendAsync(sample, cancellationToken)));

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(SampleReply sample, CancellationToken cancellationToken)
    {
        try
        {
            SubmitReply reply = sample.Reply with { Site = site };
            using HttpResponseMessage response = await client.PostAsJsonAsync(new Uri($"/v1/sites/{site}/replies?wait=10", UriKind.Relative), reply, Output.Json, cancellationToken).ConfigureAwait(false);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            string outcome = response.IsSuccessStatusCode
                ? answer.RootElement.GetProperty("state").GetString()!
                : string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {(answer.RootElement.TryGetProperty("code", out JsonElement code) ? code.GetString() : "")}");
            tally.Count(sample, outcome, response.IsSuccessStatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or TaskCanceledException)
        {
            tally.Count(sample, problem is HttpRequestException ? "not reached" : "no answer", isAnswered: false);
        }
    }
}
