using System.CommandLine;
using System.Globalization;
using Moderation.Persons;
using Moderation.Submissions;

namespace Moderation.Server.Commands;

/// <summary><c>moderation erase</c>: destroys what a person sent, by legal request. There is no way back.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        PersonOptions person = new();
        Option<bool> dryRun = new("--dry-run") { Description = "Say how much it would be, and erase nothing" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("erase", "Erases everything a person sent, for good: text, name, link, address and hashes, notes, labels, training texts, outside feedback, and name and note of blocks. The row and its trail stay, and receivers are told. What the website itself published stays in the broker's error queue for 14 days at most.") { dryRun, json };
        person.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<SubmissionKey> found = await person.FindAsync(result, session, cancellationToken).ConfigureAwait(false);
            int erased = 0, blocks = 0;
            if (!result.GetValue(dryRun))
            {
                EraseSubmission erase = session.Get<EraseSubmission>();
                string actor = result.GetValue(person.Token) is null ? "system" : "author";
                foreach (SubmissionKey key in found)
                {
                    erased += await EraseAsync(erase, key, actor, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                }

                blocks = await person.EraseBlocksAsync(result, session, cancellationToken).ConfigureAwait(false);
            }

            if (result.GetValue(json))
            {
                Output.WriteJson(new { found = found.Count, erased, blocks, submissions = found.Select(key => new { site = key.Site.Value, id = key.Id.Value }) });
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Found: {found.Count}. Erased: {erased}."));
                if (blocks > 0)
                {
                    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Blocks of this address: {blocks}. Name and note are gone; one in force still recognises the address by its keyed hash ('moderation blocks lift' ends it)."));
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Somebody may decide at the same moment: then it is looked at again, a few times.</summary>
    private static async Task<bool> EraseAsync(EraseSubmission erase, SubmissionKey key, string actor, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await erase.HandleAsync(key, actor, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
            }
        }
    }
}
