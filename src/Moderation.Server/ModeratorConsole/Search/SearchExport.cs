using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Search;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Search;

/// <summary>What a search finds, as a file: without any address, also none that was typed into a text.</summary>
internal static class SearchExport
{
    private const int PageItems = 500;

    private static readonly string[] Columns = ["id", "receivedAt", "state", "author", "authorUrl", "body", "reasons", "spam", "toxicity"];

    public static void MapSearchExport(this WebApplication app) =>
        app.MapGet("/moderate/search/export", ExportAsync).RequireAuthorization(ConsolePolicies.Moderator).ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFound, BadRequest<string>>> ExportAsync(string? site, string? q, string? format, HttpContext context, SearchSubmissions search, CancellationToken cancellationToken)
    {
        Moderator me = context.Features.Get<SignedIn>()!.Moderator;
        if (!SiteId.TryParse(site, out SiteId id) || !me.MaySee(id))
        {
            return TypedResults.NotFound();
        }

        (SearchTerms? terms, IReadOnlyList<string> problems) = await search.ReadAsync(id, q, me, cancellationToken).ConfigureAwait(false);
        if (terms is null || terms.Query.Email is not null || format is not ("csv" or "jsonl"))
        {
            return TypedResults.BadRequest(problems.Count > 0 ? string.Join(' ', problems) : format is "csv" or "jsonl" ? "What is found by an address is not exported." : "format is csv or jsonl.");
        }

        bool isCsv = format == "csv";
        return TypedResults.Stream(stream => WriteAsync(stream, isCsv, id, terms, search, cancellationToken), isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson", $"{id}-search.{format}");
    }

    private static async Task WriteAsync(Stream stream, bool isCsv, SiteId site, SearchTerms terms, SearchSubmissions search, CancellationToken cancellationToken)
    {
        StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            if (isCsv)
            {
                await writer.WriteLineAsync(string.Join(',', Columns).AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            SearchPlace? next = null;
            int written = 0;
            do
            {
                (IReadOnlyList<Submission> found, next) = await search.FindAsync(site, terms, next, PageItems, cancellationToken).ConfigureAwait(false);
                foreach (Submission row in found)
                {
                    object?[] values = Values(row);
                    string line = isCsv ? string.Join(',', values.Select(Cell)) : JsonSerializer.Serialize(Columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
                    await writer.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
                }

                written += found.Count;
            }
            while (next is not null && written < DecideInBulk.MostItems);
        }
    }

    private static object?[] Values(Submission row) =>
    [
        row.Key.Id.Value, row.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), row.State.ToText(), AddressMask.Mask(row.AuthorName), AddressMask.MaskUrl(row.AuthorUrl),
        AddressMask.Mask(row.Body), string.Join(' ', StoredReasons.Codes(row.ReasonsJson)), row.Scores?.Spam, row.Scores?.Toxicity,
    ];

    /// <summary>In quotes; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    internal static string Cell(object? value)
    {
        string text = value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        string safe = value is string && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
