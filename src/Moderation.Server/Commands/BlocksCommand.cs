using System.CommandLine;
using System.Globalization;
using Moderation.Blocks;
using Moderation.Server.Doors.Native;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Commands;

/// <summary><c>moderation blocks add|list|lift</c>: authors and networks whose submissions are rejected or looked at.</summary>
internal static class BlocksCommand
{
    private const int PageSize = 1_000;

    private static readonly string[] Kinds = ["subject", "email", "name", "network", "reply"];

    public static Command Create() => new("blocks", "Blocks authors and networks.") { Add(), List(), Lift() };

    private static Command Add()
    {
        Option<string> site = new("--site") { Description = "The site that blocks", Required = true };
        Option<string?>[] whom =
        [
            new("--subject") { Description = "A verified author, by the sub of the identity token: rejected" },
            new("--email") { Description = "An address typed by authors nobody vouches for: flagged" },
            new("--name") { Description = "A name typed by authors nobody vouches for: flagged" },
            new("--network") { Description = "An address or a network such as 203.0.113.0/24: flagged, or rejected with --action reject" },
            new("--reply") { Description = "The author of the submission with this id" },
        ];
        Option<string?> action = new("--action") { Description = "flag or reject, for a network" };
        Option<int?> days = new("--days") { Description = "For how many days; left out: a network 30, an author until the block is lifted" };
        Option<string?> note = new("--note") { Description = "Why" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("add", "Blocks one author or network.") { site, action, days, note, json };
        Array.ForEach(whom, command.Add);
        command.SetAction(async (result, cancellationToken) =>
        {
            int[] given = [.. Enumerable.Range(0, whom.Length).Where(index => result.GetValue(whom[index]) is not null)];
            if (given.Length != 1)
            {
                throw new CommandFailedException("Whom? Exactly one of --subject, --email, --name, --network and --reply.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            BlockRequest request = new()
            {
                Kind = Kinds[given[0]],
                Value = result.GetValue(whom[given[0]]),
                Action = result.GetValue(action),
                ExpiresAt = result.GetValue(days) is { } number ? TimeProvider.System.GetUtcNow().AddDays(Math.Clamp(number, -1, 100_000)) : null,
                Note = result.GetValue(note),
                Actor = "cli",
            };
            BlockResult added = await session.Get<ChangeBlocks>().AddAsync(owner.Id, request, cancellationToken).ConfigureAwait(false);
            if (added.Block is not { } block)
            {
                throw new CommandFailedException(string.Join('\n', added.Errors.Values.SelectMany(sentences => sentences))) { ExitCode = ExitCode.Usage };
            }

            Write([BlockAnswer.From(block, session.Get<SiteBlocks>())], result.GetValue(json), isList: false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string> site = new("--site") { Description = "The site whose blocks are listed", Required = true };
        Option<bool> all = new("--all") { Description = "Also those that ended" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Lists the blocks of a site, newest first.") { site, all, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            List<BlockAnswer> found = [];
            Block? last = null;
            while (await session.Get<BlockStore>().ListAsync(owner.Id, last, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            {
                found.AddRange(page.Where(block => result.GetValue(all) || block.IsInForce(now)).Select(block => BlockAnswer.From(block, session.Get<SiteBlocks>())));
                last = page[^1];
            }

            Write(found, result.GetValue(json), isList: true);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Lift()
    {
        Option<string> site = new("--site") { Description = "The site of the block", Required = true };
        Argument<Guid> id = new("id") { Description = "The block's id ('moderation blocks list' shows it)" };
        Command command = new("lift", "Ends a block: it counts no more within two seconds.") { id, site };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site owner = await session.SiteAsync(result.GetValue(site)!, cancellationToken).ConfigureAwait(false);
            if (await session.Get<ChangeBlocks>().LiftAsync(owner.Id, result.GetValue(id), "cli", cancellationToken).ConfigureAwait(false) is null)
            {
                throw new CommandFailedException("The site has no such block, or it was lifted before.");
            }

            await Console.Error.WriteLineAsync("The block is lifted.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(List<BlockAnswer> blocks, bool asJson, bool isList)
    {
        if (asJson)
        {
            Output.WriteJson(isList ? blocks : (object)blocks[0]);
            return;
        }

        Output.WriteTable(
            ["id", "kind", "whom", "action", "ends", "note"],
            blocks.Select(block => (IReadOnlyList<string>)
            [
                block.Id.ToString("D"), block.Kind.ToText(), block.Shown ?? "", block.Action.ToText(),
                (block.LiftedAt ?? block.ExpiresAt)?.ToString("u", CultureInfo.InvariantCulture) ?? "", block.Note ?? "",
            ]));
    }
}
