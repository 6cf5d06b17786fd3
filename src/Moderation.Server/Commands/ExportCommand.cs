using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Moderation.Persons;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.Commands;

/// <summary><c>moderation export</c>: what a person sent, or everything of a site, with the decisions about it. JSON Lines or CSV on standard output.</summary>
internal static class ExportCommand
{
    private static readonly string[] Columns =
    [
        "id", "site", "page_url", "page_id", "page_title", "parent_id", "author_name", "author_url", "body", "submitted_at", "state", "decided_at", "verdict", "model_version", "policy_version", "featured", "decisions",
    ];

    public static Command Create()
    {
        PersonOptions person = new();
        Option<string> format = new("--format") { Description = "jsonl or csv", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        Command command = new("export", "Writes comments with the decisions about them: of a person (--email or --token), or of a whole site (--site alone). E-mail addresses are never in it; 'moderation import' reads it.") { format };
        person.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!person.IsGiven(result) && result.GetValue(person.Site) is null)
            {
                throw new CommandFailedException("Name a person by --email or --token, or a site by --site.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            bool isCsv = result.GetValue(format) == "csv";
            if (isCsv)
            {
                Console.Out.WriteLine(string.Join(',', Columns));
            }

            long written = 0;
            await foreach (ExportedSubmission one in ReadAsync(person, result, session, cancellationToken).ConfigureAwait(false))
            {
                Console.Out.WriteLine(isCsv ? Csv(one) : JsonSerializer.Serialize(one, Output.Json));
                written++;
            }

            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Exported: {written}.")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<ExportedSubmission> ReadAsync(
        PersonOptions person, ParseResult result, StoreSession session, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ExportReader reader = session.Get<ExportReader>();
        if (person.IsGiven(result))
        {
            IReadOnlyList<SubmissionKey> keys = await person.FindAsync(result, session, cancellationToken).ConfigureAwait(false);
            foreach (SubmissionKey[] part in keys.Chunk(500))
            {
                foreach (ExportedSubmission one in await reader.ReadAsync(part, cancellationToken).ConfigureAwait(false))
                {
                    yield return one;
                }
            }

            yield break;
        }

        Site site = await session.SiteAsync(result.GetValue(person.Site)!, cancellationToken).ConfigureAwait(false);
        await foreach (ExportedSubmission one in reader.ReadSiteAsync(site.Id, cancellationToken).ConfigureAwait(false))
        {
            yield return one;
        }
    }

    private static string Csv(ExportedSubmission one) => string.Join(',', new[]
    {
        one.Id.ToString("D"), one.Site, one.Page.Url, one.Page.Id, one.Page.Title, one.ParentId?.ToString("D"), one.Author.Name, one.Author.Url, one.Body, Time(one.SubmittedAt), one.State.ToText(), Time(one.DecidedAt),
        one.Verdict?.ToText(), one.ModelVersion, one.PolicyVersion?.ToString(CultureInfo.InvariantCulture), one.Featured ? "true" : "false",
        string.Join("; ", one.Decisions.Select(decision => $"{Time(decision.At)} {decision.Decision}{(decision.Reason is null ? "" : $" ({decision.Reason})")}")),
    }.Select(Quote));

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: what authors write is hostile.</summary>
    private static string Quote(string? cell)
    {
        string text = cell ?? "";
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal))
        {
            text = $"'{text}";
        }

        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
