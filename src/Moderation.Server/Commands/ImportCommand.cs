using System.CommandLine;
using System.Globalization;
using Moderation.Intake;
using Moderation.Labels;
using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Commands;

/// <summary><c>moderation import</c>: comments of another system, or an export of this one, with their decisions. JSON Lines on standard input.</summary>
internal static class ImportCommand
{
    private const int BatchSize = 500;

    public static Command Create()
    {
        Option<string> site = new("--site") { Description = "The site they belong to; it must be registered", Required = true };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("import", "Reads JSON Lines on standard input: a reply as websites send it, with its id, and beside it state (left out: it is judged here) and decisions, as 'moderation export' writes them. Bad lines are named and counted, and the rest is imported; repeating an import adds nothing twice.") { site, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            Tally tally = await ImportAsync(session, owner.Id, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                Output.WriteJson(new { imported = tally.Imported, known = tally.Known, bad = tally.Bad });
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Imported: {tally.Imported}. There already: {tally.Known}. Bad lines: {tally.Bad}."));
            }

            return tally.Bad == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<Tally> ImportAsync(StoreSession session, SiteId site, CancellationToken cancellationToken)
    {
        SubmissionStore submissions = session.Get<SubmissionStore>();
        ReplyPreparer preparer = new(session.Get<EmailSealer>(), session.Get<AuthorKeys>(), session.Get<NetworkHasher>(), session.Get<BodyHasher>(), session.Get<ContentHasher>());
        ImportReplies import = new(session.Get<Database>(), preparer, new ReplyPlacer(session.Get<PageStore>(), submissions), submissions, session.Get<AuditStore>(), session.Get<LabelStore>());
        List<ImportedReply> batch = [];
        Tally tally = new();
        long number = 0;
        while (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            (ImportedReply? reply, string? problem) = ImportLine.Read(line, site, TimeProvider.System.UtcNowMicros());
            if (reply is null)
            {
                tally.Bad++;
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {number}: {problem}")).ConfigureAwait(false);
                continue;
            }

            batch.Add(reply);
            if (batch.Count == BatchSize)
            {
                await StoreAsync(import, batch, tally, cancellationToken).ConfigureAwait(false);
            }
        }

        await StoreAsync(import, batch, tally, cancellationToken).ConfigureAwait(false);
        return tally;
    }

    private static async Task StoreAsync(ImportReplies import, List<ImportedReply> batch, Tally tally, CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            int added = (await import.HandleAsync(batch, cancellationToken).ConfigureAwait(false)).Count;
            tally.Imported += added;
            tally.Known += batch.Count - added;
            batch.Clear();
        }
    }

    private sealed class Tally
    {
        public long Imported { get; set; }

        public long Known { get; set; }

        public long Bad { get; set; }
    }
}
